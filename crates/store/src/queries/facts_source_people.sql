with v as (values {int})
select sp.id, sp.person_id
from v cross join source_person sp
where sp.person_id = v.column1
