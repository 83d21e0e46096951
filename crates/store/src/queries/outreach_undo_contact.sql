update contact set undone_at = $3, undone_by = $2
where id = $1 and undone_at is null
returning person_id, outcome
