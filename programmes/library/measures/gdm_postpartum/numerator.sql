-- A glucose tolerance test of the window; or, where the programme takes them, fasting glucose or HbA1c.
select d.subject_id, g.on_date, g.evidence_id
from (
    select o.person_id, o.on_date, o.evidence_id, v.name
    from observation o
    join value_set v on v.concept_id = o.concept_id
    where v.name in ('glucose_tolerance_test', 'fasting_glucose_test', 'hba1c_test')

    union all

    select e.person_id, e.on_date, e.evidence_id, v.name
    from event e
    join value_set v on v.concept_id = e.concept_id
    where v.name in ('glucose_tolerance_test', 'fasting_glucose_test', 'hba1c_test')
) g
join denominator d on d.person_id = g.person_id
where g.on_date between d.opens_on and d.due_on
  and (
      g.name = 'glucose_tolerance_test'
      or (g.name = 'fasting_glucose_test' and $accept_fasting_glucose)
      or (g.name = 'hba1c_test' and $accept_hba1c)
  )
