-- Deliveries with a live birth of those 15 to 44 years old, one for each pregnancy, each counted on its own day.
select
    subject_id,
    person_id,
    delivered_latest,
    delivered_latest + $days as due_on,
    delivered_latest as counts_on,
    cast(date_trunc('year', delivered_latest) + interval '1 year' as date) as year_ends,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when live = 'unknown' then 'outcome_unknown'
        when age_years is null then 'age_unknown'
    end as unknown_reason
from delivery
where first_in_180_days
  and live <> 'no'
  and (age_years is null or age_years between $youngest and $oldest)
