insert into source_record
    (id, source_id, reference, source_person_id, version_id, last_updated, received_at, superseded_by, hash, bytes)
values {int, int, text, int, text, int, int, int, bytes, bytes}
