-- Deliveries before which there was a depression screening with a total: whom the step before counts as screened.
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
where v.subject_id in (
    select w.subject_id
    from (
        select person_id, on_date
        from observation
        where concept_id in (select concept_id from value_set where name = 'epds_total') and value_num between 0 and 30
        union all
        select person_id, on_date
        from observation
        where concept_id in (select concept_id from value_set where name = 'phq9_total') and value_num between 0 and 27
        union all
        select person_id, on_date
        from observation
        where concept_id in (select concept_id from value_set where name = 'phq2_total') and value_num between 0 and 6
    ) s
    join delivery w on w.person_id = s.person_id
    where s.on_date between coalesce(w.dated_from, w.delivered_latest - 280) and w.delivered_latest
)
