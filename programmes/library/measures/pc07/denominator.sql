-- Deliveries in hospital from 20 weeks, of women of the ages that the measure is about. One counts on the day she
-- leaves.
select
    subject_id,
    person_id,
    evidence_id,
    delivered_latest,
    admitted_on,
    came_second,
    left_on,
    discharged_second,
    left_on as counts_on,
    -- A stay that lasts is open.
    case when stay = 'lasting' then $as_of else left_on end as due_on,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when stay = 'none' then 'no_stay'
        when gestation_days is null then 'gestation_unknown'
        when age_years is null then 'age_unknown'
    end as unknown_reason
from (
    select
        *,
        coalesce(discharged_on, case when stay = 'lasting' then $as_of else delivered_latest end) as left_on
    from delivery
    where first_in_180_days
      and coalesce(gestation_days, $min_days) >= $min_days
      and coalesce(age_years, $youngest) >= $youngest
      and coalesce(age_years, $youngest) < $too_old
) v
