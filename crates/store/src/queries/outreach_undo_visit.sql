update visit set undone_at = $3, undone_by = $2
where id = $1 and undone_at is null
returning source_person_id, record_id
