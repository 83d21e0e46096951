-- First births, at term, of one living child, in hospital. One counts on the day she leaves. What is known to be
-- otherwise is not among them; what is not known is unknown.
select
    subject_id,
    person_id,
    evidence_id,
    delivered_latest,
    delivered_second,
    admitted_on,
    left_on,
    route,
    left_on as counts_on,
    -- A stay that lasts is open.
    case when stay = 'lasting' then $as_of else left_on end as due_on,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when live = 'unknown' then 'outcome_unknown'
        when plurality is null then 'plurality_unknown'
        when gestation_days is null then 'gestation_unknown'
        when nulliparous is null then 'parity_unknown'
        when age_years is null then 'age_unknown'
        when stay = 'none' then 'no_stay'
        when route is null then 'route_unknown'
    end as unknown_reason
from (
    select
        *,
        coalesce(discharged_on, case when stay = 'lasting' then $as_of else delivered_latest end) as left_on
    from delivery
    where first_in_180_days
      and live <> 'no'
      and coalesce(plurality, 1) = 1
      and coalesce(gestation_days, $min_days) >= $min_days
      and coalesce(nulliparous, true)
      and coalesce(age_years, $youngest) >= $youngest
      and coalesce(age_years, $youngest) < $too_old
) v
