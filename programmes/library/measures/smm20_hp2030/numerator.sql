-- As without transfusion, but a complication that is known by a diagnosis alone counts only after a long stay, a
-- transfer or a death.
select d.subject_id, c.on_date, c.evidence_id
from (
    -- Codes of the stay and of procedures in it; diagnoses that stand alone.
    select person_id, on_date, evidence_id, concept_id, inpatient
    from event
    where inpatient or not with_encounter
    union all
    select person_id, latest_on as on_date, evidence_id, concept_id, false as inpatient
    from condition
    where encounter_id is null
) c
join value_set v on v.concept_id = c.concept_id
join denominator d on d.person_id = c.person_id
left join (
    -- She had given birth by cesarean before: as it was known by the day she left, for the scar of this cesarean is on
    -- record later.
    select distinct n.subject_id
    from (
        select person_id, on_date, concept_id from event
        union all
        select person_id, latest_on as on_date, concept_id from condition
    ) e
    join denominator n on n.person_id = e.person_id
    where e.concept_id in (select concept_id from value_set where name = 'previous_cesarean')
      and e.on_date <= n.left_on
) p on p.subject_id = d.subject_id
left join (
    select distinct n.subject_id
    from stay s
    join denominator n on n.person_id = s.person_id
    where s.left_for_id in (select concept_id from value_set where name = 'left_for_another_hospital')
      and s.ends_on = n.left_on
    union
    select n.subject_id
    from delivery m
    join denominator n on n.subject_id = m.subject_id
    where m.died and m.died_latest <= n.left_on
) g on g.subject_id = d.subject_id
where (
      v.name in ('smm_procedure', 'hysterectomy')
      or (
          (
              v.name = 'smm_diagnosis'
              or ($newer_kidney_codes and v.name = 'smm_kidney_failure_newer')
              or ($newer_sickle_cell_codes and v.name = 'smm_sickle_cell_newer')
              or ($all_strokes and v.name = 'smm_stroke_wider')
          )
          and (
              g.subject_id is not null
              or d.stay_days >= case
                  when d.route <> 'cesarean' then $vaginal_days
                  when p.subject_id is null then $first_cesarean_days
                  else $repeat_cesarean_days
              end
          )
      )
  )
  and c.on_date between d.admitted_on and d.left_on
  -- What began on the day she left, in hospital again, is another stay.
  and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
