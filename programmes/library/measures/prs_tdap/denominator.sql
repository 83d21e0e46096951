-- Deliveries, one for each pregnancy, each counted on its own day. Nothing after it is prenatal.
select
    subject_id,
    person_id,
    delivered_latest,
    dated_from,
    delivered_latest as due_on,
    delivered_latest as counts_on,
    cast(date_trunc('year', delivered_latest) as date) as year_begins,
    -- The first day of the next year.
    cast(date_trunc('year', delivered_latest) + interval '1 year' as date) as year_ends,
    -- Vaccines against influenza are those of the season that began in the summer before that year.
    cast(date_trunc('year', delivered_latest) - interval '6 months' as date) as season_begins,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when dated_from is null then 'gestation_unknown'
    end as unknown_reason
from delivery
where first_in_180_days
