update upload set undone_at = $3, undone_by = $2, stayed = $4
where id = $1 and committed_at is not null and undone_at is null
