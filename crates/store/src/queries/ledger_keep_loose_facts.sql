insert into superseded_fact (record_id, body)
select f.record_id, f.body from loose_fact f where f.record_id in (values {int})
on conflict (record_id) do nothing
