update upload set bytes = $2, erased_at = $3 where id = $1 and erased_at is null and committed_at is null
