insert into loose_fact (record_id, source_id, body) values {int, int, text}
