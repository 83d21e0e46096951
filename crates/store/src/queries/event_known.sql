-- Which events are noted already, by kind and record.
with v as (values {text, int})
select e.kind, e.record_id
from v cross join care_event e
where e.kind = v.column1 and e.record_id = v.column2
