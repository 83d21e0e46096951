-- A complication that was not there on admission, a procedure for one, or a death in the hospital.
select d.subject_id, c.on_date, c.evidence_id
from (
    -- Diagnoses of the stay that were not there on admission.
    select g.person_id, g.latest_on as on_date, g.evidence_id, v.name, false as inpatient,
        cast(null as bigint) as at_second
    from condition g
    join value_set v on v.concept_id = g.concept_id
    join denominator d on d.person_id = g.person_id
    where v.name = 'smm_diagnosis'
      and (
          g.on_admission in ('N', 'U', 'W')
          -- Where nobody said, what began before she came was there.
          or ($unflagged_counts and g.on_admission is null and g.latest_on >= d.admitted_on)
      )
      and (
          g.encounter_id is null
          or g.encounter_id in (
              select s.evidence_id
              from stay s
              join denominator n on n.person_id = s.person_id
              where s.starts_on = n.admitted_on or (s.starts_on > n.admitted_on and s.starts_on < n.left_on)
          )
      )
    union all
    select e.person_id, e.on_date, e.evidence_id, v.name, e.inpatient, e.at_second
    from event e
    join value_set v on v.concept_id = e.concept_id
    where v.name in ('smm_procedure', 'hysterectomy', 'blood_transfusion') and (e.inpatient or not e.with_encounter)
) c
join denominator d on d.person_id = c.person_id
where (c.name <> 'blood_transfusion' or $transfusion)
  -- To the minute where the times are known: from when she came, by way of an emergency visit too.
  and case
      when c.at_second is not null and d.came_second is not null and d.discharged_second is not null
          then c.at_second between d.came_second and d.discharged_second
      -- What began on the day she left, in hospital again, is another stay.
      else c.on_date between d.admitted_on and d.left_on
          and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
  end

union all

-- She died in the hospital.
select d.subject_id, m.died_latest as on_date, m.died_evidence_id as evidence_id
from delivery m
join denominator d on d.subject_id = m.subject_id
where m.died and m.died_latest between d.delivered_latest and d.left_on
