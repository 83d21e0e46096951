-- Deliveries of women who were enrolled in remote monitoring in the stay or soon after. One counts on its day.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.discharged_on,
    v.delivered_latest as counts_on,
    v.delivered_latest + $last_day as due_on,
    case when v.delivered_on is null then 'delivery_day_unknown' end as unknown_reason
from delivery v
where v.first_in_180_days
  and v.subject_id in (
      select d.subject_id
      from event e
      join delivery d on d.person_id = e.person_id
      where e.concept_id in (select concept_id from value_set where name = 'remote_bp_enrollment')
        and e.on_date between coalesce(d.admitted_on, d.delivered_latest) and d.delivered_latest + $last_day
  )
