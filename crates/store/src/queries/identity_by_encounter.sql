-- An encounter of the infant is part of an encounter of someone else.
with v as (values {int})
select o.source_person_id, r.source_person_id, r.id, f.body
from v cross join part_of o cross join source_record r cross join fact f
where o.source_person_id = v.column1
  and r.source_id = o.source_id and r.reference = o.whole and coalesce(r.superseded_by, 0) = 0
  and r.source_person_id <> o.source_person_id
  and f.source_person_id = r.source_person_id and f.record_id = r.id
