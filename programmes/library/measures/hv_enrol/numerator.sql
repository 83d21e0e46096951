-- The first visit took place.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'in_service' and s.on_date between d.sent_on and d.due_on
