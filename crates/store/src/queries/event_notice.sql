-- What somebody noted meanwhile is noted.
insert into care_event (id, kind, source_person_id, record_id, on_date, noticed_at)
values {int, text, int, int, text, int}
on conflict (source_person_id, kind, on_date) do nothing
