insert into run (id, source_id, started_at, what) values ($1, $2, $3, $4)
