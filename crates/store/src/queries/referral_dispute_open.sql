-- An open task of a case that a contradiction about one referral asked for.
select t.id from task t where t.case_id = $1 and t.done_at is null and t.origin like $2 limit 1
