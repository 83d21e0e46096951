-- Infants with a birth mother who shares an identifier with one of these records.
with v as (values {int, int})
select distinct r.source_person_id
from v cross join identifier i cross join identifier r
where i.source_person_id = v.column1 and i.record_id = v.column2
  and r.source_id = i.source_id and r.value = i.value and r.system = i.system and r.related
