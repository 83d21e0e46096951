insert into change
    (version, ordinal, at, measure, subject_id, person_id, organization_id, from_status, to_status)
values {int, int, int, text, int, int, int, text, text}
