select version, at, measure, subject_id, person_id, organization_id, from_status, to_status
from change
where version > $1
order by version, ordinal
limit $2
