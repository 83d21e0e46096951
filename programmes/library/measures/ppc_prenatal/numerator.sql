-- Prenatal visits in the window. In hospital or in an emergency department is not prenatal care; a laboratory test or
-- an ultrasound by itself has none of these codes.
select d.subject_id, e.on_date, e.evidence_id
from (
    -- A visit by its code. The code of a bundle (so many visits in one bill) says nothing of the day it carries,
    -- unless it stands on an encounter.
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'prenatal_visit')
      and not inpatient
      and (class is null or class <> 'EMER')
      and (with_encounter or concept_id not in (select concept_id from value_set where name = 'prenatal_bundle'))

    union all

    -- An office visit for the supervision of a pregnancy. One that may have been with a nurse only does not count.
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'office_visit')
      and concept_id not in (select concept_id from value_set where name = 'nurse_visit')
      and not inpatient
      and (class is null or class <> 'EMER')
      and evidence_id in (
          select evidence_id
          from event
          where concept_id in (select concept_id from value_set where name = 'pregnancy_supervision_diagnosis')
      )
) e
join denominator d on d.person_id = e.person_id
where e.on_date between d.opens_on and d.due_on
