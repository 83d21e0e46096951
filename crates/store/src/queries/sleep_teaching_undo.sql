update sleep_teaching set undone_at = $2
where id = $1 and undone_at is null
returning person_id
