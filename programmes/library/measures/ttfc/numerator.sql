-- Somebody spoke with her: the intake team, or a service that was asked. She may have come by herself.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where s.what = 'contact' and s.on_date between d.opened_on and d.due_on
