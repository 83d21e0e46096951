-- An emergency or triage visit of the mother's after the day she went home. Under observation counts here too, unless
-- the setting says otherwise.
select d.subject_id, e.on_date, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where not e.inpatient
  and (
      e.class = 'EMER'
      or ($observation_counts and e.class = 'OBSENC')
      or e.concept_id in (select concept_id from value_set where name = 'emergency_visit')
  )
  and e.on_date > d.discharged_on
  and e.on_date <= d.delivered_latest + $days
  -- Off unless only visits count after which she went home again.
  and not (
      $treat_and_release
      and exists (
          select 1
          from stay s
          where s.person_id = e.person_id
            and s.starts_on >= e.on_date
            and s.starts_on <= e.on_date + 1
      )
  )
