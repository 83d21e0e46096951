-- A child that did not lie head down, or a reason for a cesarean that stands before labor.
select
    d.subject_id,
    case v.name when 'abnormal_presentation' then 'presentation' else 'cesarean_indicated' end as reason,
    c.evidence_id
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
where v.name in ('abnormal_presentation', 'cesarean_indicated', 'placenta_accreta_spectrum')
  and c.on_date between d.admitted_on and d.left_on
  -- What began on the day she left, in hospital again, is another stay.
  and (not c.inpatient or c.on_date = d.admitted_on or c.on_date < d.left_on)

union all

-- How the child lay, as somebody noted it at the birth, on her record or on the child's.
select d.subject_id, 'presentation' as reason, o.evidence_id
from (
    select person_id as mother_id, on_date, evidence_id, value_concept_id from observation
    union all
    select i.mother_id, i.born_on as on_date, o.evidence_id, o.value_concept_id
    from observation o
    join infant i on i.person_id = o.person_id
) o
join denominator d on d.person_id = o.mother_id
where o.value_concept_id in (select concept_id from value_set where name = 'abnormal_presentation')
  and o.on_date between d.admitted_on and d.left_on

union all

-- The same, where what was noted is the presentation itself: at the latest when the child was born.
select d.subject_id, 'presentation' as reason, o.evidence_id
from observation o
join denominator d on d.person_id = o.person_id
where o.concept_id in (select concept_id from value_set where name = 'abnormal_presentation')
  and o.on_date between d.admitted_on and d.delivered_latest
  and (o.at_second is null or d.delivered_second is null or o.at_second <= d.delivered_second)
