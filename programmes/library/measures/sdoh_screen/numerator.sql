-- A form that asks about social needs came. Whatever she answered, and whether she answered every question: it was asked.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where s.what = 'form'
  and s.detail in ('ahc_hrsn', 'hunger_vital_sign', 'prapare')
  and s.on_date between d.opened_on and d.due_on
