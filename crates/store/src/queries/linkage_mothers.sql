-- Birth mothers of some source people, as their records state them.
with v as (values {int})
select b.source_person_id, b.record_id, f.body
from v cross join birth_mother b cross join fact f
where b.source_person_id = v.column1 and f.source_person_id = b.source_person_id and f.record_id = b.record_id
