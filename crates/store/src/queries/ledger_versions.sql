-- Every version of some resources.
with v as (values {text})
select r.reference, r.id, r.superseded_by, r.source_person_id, r.last_updated, r.version_id, r.hash
from v cross join source_record r
where r.source_id = $1 and r.reference = v.column1
