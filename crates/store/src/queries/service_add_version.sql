insert into service_version (service_id, version, at, what, by_id, by_name, offer, open, said, file_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (service_id, version) do nothing
