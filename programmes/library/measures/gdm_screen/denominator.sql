-- Deliveries from 28 weeks on, one for each pregnancy, each counted on its own day.
select
    subject_id,
    person_id,
    evidence_id,
    delivered_latest,
    dated_from,
    dated_from + $first_day as opens_on,
    least(coalesce(dated_from + $last_day, delivered_latest), delivered_latest) as due_on,
    delivered_latest as counts_on,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when dated_from is null then 'gestation_unknown'
    end as unknown_reason
from delivery
where first_in_180_days
  and (dated_from is null or delivered_latest >= dated_from + $least_days)
