select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what in ('accepted', 'waitlisted')
