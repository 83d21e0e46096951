-- Postpartum visits on the days asked about, not in hospital. The stay for the delivery never counts,
-- whatever its visits are called, from its first day to the day before its last.
select d.subject_id, e.on_date, e.evidence_id
from (
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'postpartum_visit')
      and not inpatient
      -- A diagnosis that only explains a lone procedure is not a visit.
      and (with_encounter or source_kind = 'procedure')
) e
join denominator d on d.person_id = e.person_id
where e.on_date between d.opens_on and d.due_on
  and not exists (
      select 1
      from stay s
      where s.person_id = e.person_id
        and s.starts_on <= d.delivered_latest
        and s.starts_on <= e.on_date
        and e.on_date < s.until_on
  )
