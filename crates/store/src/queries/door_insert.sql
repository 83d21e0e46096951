insert into door_file (id, purpose, name, media, source_name, length, bytes, by_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
