insert into safe_plan (id, person_id, plan, told, by_id, at, confirmed_told, confirmed_by, confirmed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
