-- A service of that kind was received.
select d.subject_id, s.on_date, s.evidence_id
from denominator d
join referral r on r.case_id = d.case_id and r.kind = d.kind
join step s on s.referral_id = r.subject_id
where s.what in ('in_service', 'completed') and s.on_date between d.positive_on and d.due_on
