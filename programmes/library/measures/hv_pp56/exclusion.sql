-- The mother died before the window was over.
select v.subject_id, 'died' as reason, v.died_evidence_id as evidence_id
from delivery v
join denominator d on d.subject_id = v.subject_id
where v.died and v.died_latest < d.due_on
