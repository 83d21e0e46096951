insert into birth_mother (record_id, source_id, reference, source_person_id) values {int, int, text, int}
