select bytes from door_file where id = $1 and erased_at is null
