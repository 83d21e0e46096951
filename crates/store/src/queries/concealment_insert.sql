insert into concealment (id, person_id, address, phone, reason, programme, substitute, by_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
