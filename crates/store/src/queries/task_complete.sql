update task set done_at = $2, done_by = $3, outcome = $4 where id = $1 and done_at is null
