-- A RelatedPerson is the infant's birth mother, and Patients have an identifier of hers.
with v as (values {int})
select b.source_person_id, p.source_person_id, b.record_id, r.ordinal
from v cross join birth_mother b cross join identifier r cross join identifier p
where b.source_person_id = v.column1
  and r.source_person_id = b.source_person_id and r.record_id = b.record_id
  and p.source_id = r.source_id and p.value = r.value and p.system = r.system and not p.related
