-- Infants of these people, as linked now.
with v as (values {int})
select distinct s.id
from v cross join source_person m cross join mother_link l cross join source_person s
where m.id = v.column1 and l.mother_id = m.person_id and s.home_id = l.infant_id
