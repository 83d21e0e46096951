insert into visit (id, person_id, source_person_id, record_id, on_date, by_id, at)
values ($1, $2, $3, $4, $5, $6, $7)
