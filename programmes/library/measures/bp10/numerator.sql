-- A reading on these days, by anybody; in the wide form, after she went home.
select d.subject_id, r.on_date, r.evidence_id
from (
select
        s.person_id, s.evidence_id, s.on_date, s.at_second,
        s.value_num as systolic, i.value_num as diastolic
    from observation s
    join observation i on i.evidence_id = s.evidence_id
    where s.concept_id in (select concept_id from value_set where name = 'systolic_pressure')
      and i.concept_id in (select concept_id from value_set where name = 'diastolic_pressure')
      and s.value_num between $systolic_low and $systolic_high
      and i.value_num between $diastolic_low and $diastolic_high
      and s.value_num - i.value_num >= $pulse_pressure
) r
join denominator d on d.person_id = r.person_id
where r.on_date between d.delivered_latest + $first_day and d.delivered_latest + $last_day
  and (
      not $after_discharge
      or case
          when r.at_second is not null and d.discharged_second is not null
              then r.at_second > d.discharged_second
          else r.on_date > d.discharged_on
      end
  )
