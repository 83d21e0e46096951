-- A Tdap vaccine in this pregnancy, up to the day of the delivery and within the days of gestation that are asked for.
select d.subject_id, g.on_date, g.evidence_id
from (
    select person_id, on_date, evidence_id
    from immunization
    where concept_id in (select concept_id from value_set where name = 'vaccine_tdap')

    union all

    -- On a bill a vaccine is a procedure.
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'vaccine_tdap')
      and source_kind = 'procedure'
) g
join denominator d on d.person_id = g.person_id
where g.on_date between d.dated_from + $from_day and least(d.dated_from + $to_day, d.delivered_latest)

union all

-- A grave reaction to the vaccine before stands for it.
select d.subject_id, c.latest_on as on_date, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'vaccine_reaction_dtap')
  and c.latest_on <= d.delivered_latest
