insert into patient_link (record_id, source_id, source_person_id, other) values {int, int, int, text}
