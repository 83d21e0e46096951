insert into fact (source_person_id, record_id, source_id, body) values {int, int, int, text}
