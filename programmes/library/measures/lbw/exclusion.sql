-- Nobody is left out: a birth of unknown weight is unknown.
select subject_id, cast(null as varchar) as reason, evidence_id
from infant
where false
