-- A hysterectomy or a transfusion for a placenta that grew into or through the womb, and no other complication: the
-- care that such a placenta needs.
select k.subject_id, 'placenta' as reason, k.evidence_id
from (
    select d.subject_id, min(p.evidence_id) as evidence_id
    from (
        -- Codes of the stay and of procedures in it; diagnoses that stand alone.
        select person_id, on_date, evidence_id, concept_id, inpatient
        from event
        where inpatient or not with_encounter
        union all
        select person_id, latest_on as on_date, evidence_id, concept_id, false as inpatient
        from condition
        where encounter_id is null
    ) p
    join denominator d on d.person_id = p.person_id
    where p.concept_id in (select concept_id from value_set where name = 'placenta_increta_percreta')
      and p.on_date between d.admitted_on and d.left_on
    group by d.subject_id
) k
join (
    select
        d.subject_id,
        sum(case when c.name in ('hysterectomy', 'blood_transfusion') then 1 else 0 end) as expected,
        sum(case when c.name in ('hysterectomy', 'blood_transfusion') then 0 else 1 end) as others
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
    where case
        when c.at_second is not null and d.came_second is not null and d.discharged_second is not null
            then c.at_second between d.came_second and d.discharged_second
        else c.on_date between d.admitted_on and d.left_on
            and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
    end
    group by d.subject_id
) o on o.subject_id = k.subject_id
where o.expected > 0 and o.others = 0
  and k.subject_id not in (
      select d.subject_id
      from delivery m
      join denominator d on d.subject_id = m.subject_id
      where m.died and m.died_latest <= d.left_on
  )
