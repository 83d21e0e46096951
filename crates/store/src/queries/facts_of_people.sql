with v as (values {int})
select f.record_id, f.source_id, f.source_person_id, f.body
from v cross join source_person sp cross join fact f
where sp.person_id = v.column1 and f.source_person_id = sp.id
