-- A reading that she sent herself. One that cannot be true is none.
select d.subject_id, r.on_date, r.evidence_id
from pressure r
join denominator d on d.person_id = r.person_id
where r.systolic between $systolic_low and $systolic_high
  and r.diastolic between $diastolic_low and $diastolic_high
  and r.systolic - r.diastolic >= $pulse_pressure
  and r.on_date between d.delivered_latest and d.delivered_latest + $last_day
  and r.evidence_id in (
      select evidence_id
      from observation
      where concept_id in (select concept_id from value_set where name = 'patient_submitted_reading')
  )
