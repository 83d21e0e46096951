select run_id from upload where id = $1 and committed_at is not null and undone_at is null
