-- A reading after she went home, by anybody, within the hours. Where no times of day were sent, days decide: the day
-- she went home is not yet after it.
select d.subject_id, r.on_date, r.evidence_id
from pressure r
join denominator d on d.person_id = r.person_id
where r.systolic between $systolic_low and $systolic_high
  and r.diastolic between $diastolic_low and $diastolic_high
  and r.systolic - r.diastolic >= $pulse_pressure
  and case
      when r.at_second is not null and d.discharged_second is not null
          then r.at_second > d.discharged_second
      else r.on_date > d.discharged_on
  end
  and case
      when r.at_second is not null and d.anchor_second is not null
          then r.at_second - d.anchor_second <= $days * 86400
      else r.on_date <= d.anchor_on + $days
  end
