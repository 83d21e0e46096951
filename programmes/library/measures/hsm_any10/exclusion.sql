-- In hospital again before she could begin.
select d.subject_id, 'readmitted' as reason, s.evidence_id
from stay s
join denominator d on d.person_id = s.person_id
where s.starts_on > d.discharged_on and s.starts_on < d.delivered_latest + $readmitted_before_day
