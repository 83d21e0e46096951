with v as (values {int})
select s.id, p.id, p.born, s.source_id
from v cross join source_person s cross join person p
where s.id = v.column1 and p.id = s.person_id
