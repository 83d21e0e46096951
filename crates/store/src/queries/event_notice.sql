insert into care_event (id, kind, source_person_id, record_id, on_date, noticed_at)
values {int, text, int, int, text, int}
