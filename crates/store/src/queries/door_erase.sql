update door_file set bytes = $2, erased_at = $3 where id = $1 and erased_at is null
