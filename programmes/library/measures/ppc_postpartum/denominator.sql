-- Deliveries with a live birth, one for each pregnancy and no second one within 180 days. A delivery counts on day 85,
-- so that a calendar year holds the deliveries from 8 October of the year before to 7 October.
select
    subject_id,
    person_id,
    delivered_latest,
    delivered_latest + $first_day as opens_on,
    delivered_latest + $last_day as due_on,
    delivered_latest + 85 as counts_on,
    year_begins,
    year_ends,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when live = 'unknown' then 'outcome_unknown'
        when died and died_latest is null then 'death_day_unknown'
        when died and died_earliest < year_ends and died_latest >= year_ends then 'death_day_unknown'
    end as unknown_reason
from (
    select
        *,
        cast(date_trunc('year', delivered_latest + 85) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', delivered_latest + 85) + interval '1 year' as date) as year_ends
    from delivery
    where first_in_180_days and live <> 'no'
) v
