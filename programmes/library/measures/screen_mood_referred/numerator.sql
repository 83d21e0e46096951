-- What the answer asked for was done, or a service was asked.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where ((s.what = 'followed_up' and s.detail in ('epds', 'phq')) or s.what = 'sent')
  and s.on_date between d.positive_on and d.positive_on + $within
