-- A RelatedPerson is the infant's birth mother, and a Patient says to be that RelatedPerson.
with v as (values {int})
select b.source_person_id, l.source_person_id, b.record_id
from v cross join birth_mother b cross join patient_link l
where b.source_person_id = v.column1 and l.source_id = b.source_id and l.other = b.reference
