-- What was noted of the people of some buckets, and what of it was withdrawn.
with v as (values {int})
select e.id, e.kind, e.source_person_id, e.record_id, e.on_date, e.withdrawn_at is not null
from v cross join person p cross join source_person s cross join care_event e
where p.bucket = v.column1 and s.person_id = p.id and e.source_person_id = s.id
