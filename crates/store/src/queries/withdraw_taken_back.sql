insert into withdrawal (record_id, by_record_id) values {int, int} on conflict (record_id) do nothing
