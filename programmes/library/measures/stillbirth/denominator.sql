-- Deliveries of a living child, and of a fetal death at so many days of the pregnancy or more. A delivery of twins is
-- one.
select
    subject_id,
    evidence_id,
    live,
    delivered_latest,
    gestation_days,
    delivered_latest as counts_on,
    delivered_latest as due_on,
    case
        when live = 'unknown' then 'outcome_unknown'
        when live = 'no' and gestation_days is null then 'gestation_unknown'
    end as unknown_reason
from delivery
-- A bill that came weeks after a loss is no other delivery.
where (first_in_180_days or live <> 'unknown')
  and (live <> 'no' or gestation_days is null or gestation_days >= $threshold_days)
