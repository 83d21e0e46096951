-- What open tasks of a case asked for was done on another page.
update task set done_at = $3, done_by = $4 where case_id = $1 and done_at is null and origin like $2
