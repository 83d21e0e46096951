-- An implant or an intrauterine device that was provided from the day of the delivery on, in hospital or after.
select d.subject_id, g.on_date, g.evidence_id
from (
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'contraception_long_acting')

    union all

    select person_id, on_date, evidence_id
    from medication
    where concept_id in (select concept_id from value_set where name = 'contraception_long_acting')
      and intent not in ('proposal', 'plan', 'option')
) g
join denominator d on d.person_id = g.person_id
where g.on_date between d.delivered_latest and d.due_on
