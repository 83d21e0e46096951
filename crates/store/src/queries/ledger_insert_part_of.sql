insert into part_of (record_id, source_id, source_person_id, whole) values {int, int, int, text}
