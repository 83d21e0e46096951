select bytes from upload where id = $1 and erased_at is null
