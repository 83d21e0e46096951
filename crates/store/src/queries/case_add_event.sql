insert into case_event (id, case_id, at, by_id, what, detail) values ($1, $2, $3, $4, $5, $6)
