insert into service_capacity (service_id, free, confirmed_at, confirmed_by) values ($1, $2, $3, $4)
on conflict (service_id) do update
set free = excluded.free, confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by
