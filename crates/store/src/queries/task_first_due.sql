-- When the first open task of a case is due.
select min(t.due_at) from task t where t.case_id = $1 and t.done_at is null
