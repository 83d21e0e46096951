-- Nobody is left out: what is not known is said to be unknown.
select subject_id, cast(null as varchar) as reason, cast(null as bigint) as evidence_id
from denominator
where false
