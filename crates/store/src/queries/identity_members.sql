-- Everybody who is one with some source people.
with v as (values {int})
select m.id, m.home_id, m.person_id
from v cross join source_person s cross join source_person m
where s.id = v.column1 and m.person_id = s.person_id
