-- Every version of some resources, with whether it was taken back.
with v as (values {text})
select r.reference, r.id, r.superseded_by, r.source_person_id, r.last_updated, r.version_id, r.hash,
    w.record_id is not null
from v cross join source_record r
left join withdrawal w on w.record_id = r.id
where r.source_id = $1 and r.reference = v.column1
