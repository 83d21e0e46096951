insert into source_type (source_id, resource_type, records) values {int, text, int}
on conflict (source_id, resource_type) do update set records = source_type.records + excluded.records
