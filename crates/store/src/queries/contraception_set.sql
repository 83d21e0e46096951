insert into site_method (organization_id, method, access, at, by_id) values ($1, $2, $3, $4, $5)
on conflict (organization_id, method) do update set access = excluded.access, at = excluded.at, by_id = excluded.by_id
