-- Deliveries, one for each pregnancy. A delivery counts so many days later: with 115, a calendar year holds the deliveries
-- from 8 September of the year before to 7 September.
select
    subject_id,
    person_id,
    delivered_latest,
    delivered_latest + 7 as opens_on,
    delivered_latest + 84 as due_on,
    delivered_latest + $counts_after_days as counts_on,
    year_begins,
    year_ends,
    case when delivered_on is null then 'delivery_day_unknown' end as unknown_reason
from (
    select
        *,
        cast(date_trunc('year', delivered_latest + $counts_after_days) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', delivered_latest + $counts_after_days) + interval '1 year' as date) as year_ends
    from delivery
    where first_in_180_days
) v
