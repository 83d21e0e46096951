insert into organization (id, source_id, reference, name) values ($1, $2, $3, $4)
