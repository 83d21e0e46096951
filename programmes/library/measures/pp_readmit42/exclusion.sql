-- She died before she could go home.
select d.subject_id, 'died' as reason, d.died_evidence_id as evidence_id
from denominator d
where d.died and d.died_latest <= d.discharged_on

union all

-- Off unless the programme requires enrollment: not covered up to the last day.
select v.subject_id, 'not_enrolled' as reason, v.evidence_id
from delivery v
where $enrolment_required
  and (v.enrolled_on is null or v.enrolled_until < v.delivered_latest + $days)
