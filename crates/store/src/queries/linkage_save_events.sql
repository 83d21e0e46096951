insert into link_event (id, at, cause, act_id, by_name, kind, person_id, evidence)
values {int, int, text, int, text, text, int, text}
