insert into source_person (id, source_id, reference, person_id, home_id) values {int, int, text, int, int}
