-- Superseded records with what they said.
with v as (values {int})
select r.id, r.version_id, r.last_updated, r.hash, r.bytes, f.body
from v cross join source_record r left join superseded_fact f on f.record_id = r.id
where r.id = v.column1
