-- A glucose test of the window, whether its result is on record or only a bill for it.
select d.subject_id, g.on_date, g.evidence_id
from (
    select person_id, on_date, evidence_id
    from observation
    where concept_id in (select concept_id from value_set where name = 'pregnancy_glucose_test')

    union all

    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'pregnancy_glucose_test')
) g
join denominator d on d.person_id = g.person_id
where g.on_date between d.opens_on and d.due_on
