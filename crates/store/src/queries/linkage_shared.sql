-- The people of some source people that are of more than one.
with v as (values {int})
select distinct sp.person_id
from v cross join source_person sp
where sp.id = v.column1 and exists (select 1 from person m where m.merged_into = sp.person_id)
