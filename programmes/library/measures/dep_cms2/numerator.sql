-- The visit that was answered for, as the denominator found it.
select subject_id, met_on as on_date, met_evidence_id as evidence_id
from denominator
where met_on is not null
