-- Infants with a birth mother to whom one of these records links.
with v as (values {int, int})
select distinct b.source_person_id
from v cross join patient_link l cross join birth_mother b
where l.source_person_id = v.column1 and l.record_id = v.column2
  and b.source_id = l.source_id and b.reference = l.other
