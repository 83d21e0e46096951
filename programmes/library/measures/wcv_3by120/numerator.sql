-- Well-child visits from the day of birth to day 120. Several on one day are one: the engine counts days.
select d.subject_id, e.on_date, e.evidence_id
from (
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'well_child_visit')
      and not inpatient
      -- A diagnosis that only explains a lone procedure (a vaccine on a claim, say) is not a visit.
      and (with_encounter or source_kind = 'procedure')
) e
join denominator d on d.person_id = e.person_id
where e.on_date between d.born_on and d.due_on
  -- Nothing during a hospital stay, from its first day to the day before its last.
  and not exists (
      select 1
      from stay s
      where s.person_id = e.person_id
        and s.starts_on <= e.on_date
        and e.on_date < s.until_on
  )
