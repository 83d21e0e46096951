-- Who knows some people.
with v as (values {int})
select distinct v.column1, s.name
from v cross join person p cross join source_person sp cross join source s
where p.id = v.column1 and sp.person_id = coalesce(p.merged_into, p.id) and s.id = sp.source_id
