update upload set mapping = $2 where id = $1 and committed_at is null and erased_at is null
