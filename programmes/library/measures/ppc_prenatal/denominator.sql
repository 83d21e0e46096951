-- Deliveries with a live birth, one for each pregnancy and no second one within 180 days. A delivery counts on day 85,
-- so that a calendar year holds the deliveries from 8 October of the year before to 7 October.
select
    subject_id,
    person_id,
    -- The pregnancy begins 280 days before the due date, or before the delivery where no due date was documented.
    anchor - 280 as opens_on,
    -- The first trimester ends 176 days before it. Cover that began within the pregnancy adds 42 days from then on.
    -- Nothing after the delivery is prenatal.
    least(
        delivered_latest,
        case when enrolled_on > anchor - 280 then greatest(anchor - 176, enrolled_on + 42) else anchor - 176 end
    ) as due_on,
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
        coalesce(edd_on, delivered_latest) as anchor,
        cast(date_trunc('year', delivered_latest + 85) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', delivered_latest + 85) + interval '1 year' as date) as year_ends
    from delivery
    where first_in_180_days and live <> 'no'
) v
