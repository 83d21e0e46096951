-- A loss or a termination is no delivery.
select d.subject_id, 'abortive_outcome' as reason, c.evidence_id
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
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'abortive_outcome')
  and c.on_date between d.admitted_on and d.left_on
  -- What began on the day she left, in hospital again, is another stay.
  and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)
