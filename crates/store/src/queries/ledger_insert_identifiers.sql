insert into identifier (record_id, ordinal, source_id, source_person_id, related, system, value)
values {int, int, int, int, flag, text, text}
