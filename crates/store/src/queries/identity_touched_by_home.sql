-- Infants of what these people were on their own, as linked before they came to be one with others.
with v as (values {int})
select distinct s.id
from v cross join source_person m cross join mother_link l cross join source_person s
where m.id = v.column1 and m.home_id <> m.person_id and l.mother_id = m.home_id and s.home_id = l.infant_id
