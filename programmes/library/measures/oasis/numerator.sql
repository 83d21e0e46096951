-- A tear through the muscle that closes the bowel, or deeper, in the stay of the delivery.
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
where (v.name = 'oasis' or ($sphincter_alone and v.name = 'anal_sphincter_tear_alone'))
  and c.on_date between d.admitted_on and d.left_on
  -- What began on the day she left, in hospital again, is another stay.
  and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
