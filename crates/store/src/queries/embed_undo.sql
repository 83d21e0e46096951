update embed set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null
