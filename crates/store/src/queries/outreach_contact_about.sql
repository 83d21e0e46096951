insert into contact_about (contact_id, person_id) values {int, int}
