-- The first reading on days 3 and 4, and the first on days 7 to 10: both are needed.
select subject_id, on_date, min(evidence_id) as evidence_id
from (
    select
        d.subject_id, r.on_date, r.evidence_id,
        min(r.on_date) over (
            partition by d.subject_id, r.on_date <= d.delivered_latest + $early_last_day
        ) as first_on
    from pressure r
    join denominator d on d.person_id = r.person_id
    where r.systolic between $systolic_low and $systolic_high
      and r.diastolic between $diastolic_low and $diastolic_high
      and r.systolic - r.diastolic >= $pulse_pressure
      and (
          r.on_date between d.delivered_latest + $early_first_day and d.delivered_latest + $early_last_day
          or r.on_date between d.delivered_latest + $first_day and d.delivered_latest + $last_day
      )
) ranked
where on_date = first_on
group by subject_id, on_date
