insert into source_person (id, source_id, reference, person_id) values {int, int, text, int}
