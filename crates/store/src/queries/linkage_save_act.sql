insert into act (id, kind, at, by_id, note) values ($1, $2, $3, $4, $5)
