insert into upload (id, name, source_name, length, by_id, at, hash, bytes) values ($1, $2, $3, $4, $5, $6, $7, $8)
