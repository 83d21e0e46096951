-- What somebody was to do about a thing is done.
update task set done_at = $3, done_by = $4 where case_id = $1 and kind = $2 and done_at is null
