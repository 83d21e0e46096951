-- Everybody who is with one of some source people.
with v as (values {int})
select m.id, m.home_id, m.person_id
from v cross join source_person sp cross join source_person m
where sp.id = v.column1 and m.person_id = sp.person_id
