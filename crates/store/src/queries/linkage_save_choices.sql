insert into choice (act_id, attribute, source_person_id) values {int, text, int}
