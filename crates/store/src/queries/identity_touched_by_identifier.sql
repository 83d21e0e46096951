-- Infants with a birth mother who shares an identifier with one of these people.
with v as (values {int})
select distinct r.source_person_id
from v cross join identifier i cross join identifier r
where i.source_person_id = v.column1 and not i.related
  and r.source_id = i.source_id and r.value = i.value and r.system = i.system and r.related
