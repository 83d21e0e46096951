update task set owner_id = $2 where id = $1 and done_at is null
