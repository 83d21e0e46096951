update door_file set done_at = $2, receipt = $3, submission_id = $4 where id = $1 and done_at is null and erased_at is null
