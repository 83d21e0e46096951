-- Every version of some resources of a source, with its bytes.
with v as (values {text})
select r.id, r.source_id, r.reference, r.version_id, r.last_updated, r.received_at, r.superseded_by, r.bytes
from v cross join source_record r
where r.source_id = $1 and r.reference = v.column1
