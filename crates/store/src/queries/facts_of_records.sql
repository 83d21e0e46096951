with v as (values {int})
select f.record_id, f.source_id, f.source_person_id, f.body
from v cross join source_record r cross join fact f
where r.id = v.column1 and f.source_person_id = r.source_person_id and f.record_id = r.id
