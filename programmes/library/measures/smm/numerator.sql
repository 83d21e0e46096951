-- A diagnosis or a procedure of the list, anywhere in the stay of the delivery, whether or not it was there on
-- admission. Later stays never count.
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
where (
      v.name in ('smm_diagnosis', 'smm_procedure', 'hysterectomy')
      or ($transfusion and v.name = 'blood_transfusion')
      or ($newer_kidney_codes and v.name = 'smm_kidney_failure_newer')
      or ($newer_sickle_cell_codes and v.name = 'smm_sickle_cell_newer')
      or ($all_strokes and v.name = 'smm_stroke_wider')
  )
  and c.on_date between d.admitted_on and d.left_on
  -- What began on the day she left, in hospital again, is another stay.
  and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
