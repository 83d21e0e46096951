insert into link_move (event_id, source_person_id, from_id, to_id) values {int, int, int, int}
