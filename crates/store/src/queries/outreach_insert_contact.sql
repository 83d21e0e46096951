insert into contact (id, person_id, by_id, at, on_date, channel, outcome, note)
values ($1, $2, $3, $4, $5, $6, $7, $8)
