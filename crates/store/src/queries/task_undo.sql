update task set done_at = null, done_by = null, outcome = null where id = $1 and done_at is not null
