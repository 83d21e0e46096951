-- Deliveries with high blood pressure of any kind in the pregnancy or the stay. One counts on its day.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.discharged_on,
    v.discharged_second,
    v.died,
    v.died_latest,
    v.died_evidence_id,
    v.delivered_latest as counts_on,
    v.delivered_latest + $last_day as due_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when $after_discharge and v.stay = 'none' then 'no_stay'
        when $after_discharge and v.stay = 'end_unknown' then 'discharge_unknown'
    end as unknown_reason
from delivery v
where v.first_in_180_days
  and v.subject_id in (
      select d.subject_id
      from (
          select person_id, on_date, concept_id from event
          union all
          select person_id, latest_on as on_date, concept_id from condition
      ) c
      join delivery d on d.person_id = c.person_id
      where c.concept_id in (select concept_id from value_set where name = 'hypertensive_disorder')
        and c.on_date between coalesce(d.dated_from, d.delivered_latest - 280)
                          and coalesce(d.discharged_on, d.delivered_latest + 7)
  )
