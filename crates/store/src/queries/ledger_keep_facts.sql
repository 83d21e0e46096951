insert into superseded_fact (record_id, body)
select f.record_id, f.body from fact f where (f.source_person_id, f.record_id) in (values {int, int})
on conflict (record_id) do nothing
