-- Who is left out, why, and the record that says so.
select i.subject_id, 'died' as reason, i.evidence_id
from infant i
where i.died and i.died_latest < i.born_earliest + $days
