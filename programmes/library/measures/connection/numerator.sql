-- The day since which a side says that she is served, and nobody otherwise. What ended later had connected.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'connection' and s.detail = 'connected' and s.on_date between d.sent_on and d.due_on
