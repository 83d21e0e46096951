insert into sleep_teaching (id, organization_id, person_id, on_date, language, taught, demonstrated, material, at, by_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
