insert into saved_mapping (source_id, mapping, by_id, at) values ($1, $2, $3, $4)
on conflict (source_id) do update set mapping = excluded.mapping, by_id = excluded.by_id, at = excluded.at
