update door_file set undone_at = $2 where id = $1 and done_at is not null and undone_at is null
