-- A reading on these days, by anybody; in the wide form, after she went home.
select d.subject_id, r.on_date, r.evidence_id
from pressure r
join denominator d on d.person_id = r.person_id
where r.systolic between $systolic_low and $systolic_high
  and r.diastolic between $diastolic_low and $diastolic_high
  and r.systolic - r.diastolic >= $pulse_pressure
  and r.on_date between d.delivered_latest + $first_day and d.delivered_latest + $last_day
  and (
      not $after_discharge
      or case
          when r.at_second is not null and d.discharged_second is not null
              then r.at_second > d.discharged_second
          else r.on_date > d.discharged_on
      end
  )
