-- Deliveries, one for each pregnancy. Each counts on its day. The pregnancy begins on the day that it is dated from.
select
    subject_id,
    person_id,
    delivered_latest,
    coalesce(dated_from, delivered_latest - 280) as opens_on,
    gestation_days,
    delivered_latest as due_on,
    delivered_latest as counts_on,
    year_begins,
    year_ends,
    -- Whether a delivery was before term must be known where those before term are left out.
    case
        when delivered_on is null then 'delivery_day_unknown'
        when $term_days is not null and gestation_days is null then 'gestation_unknown'
    end as unknown_reason
from (
    select
        *,
        cast(date_trunc('year', delivered_latest) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', delivered_latest) + interval '1 year' as date) as year_ends
    from delivery
    where first_in_180_days
) v
