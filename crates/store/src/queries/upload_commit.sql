update upload set run_id = $2, committed_at = $3 where id = $1 and committed_at is null and erased_at is null
