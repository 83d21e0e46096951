select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where s.what = 'positive' and s.detail in ('epds', 'phq') and s.on_date between d.opened_on and d.opened_on + $days
