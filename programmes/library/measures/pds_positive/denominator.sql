-- Deliveries after which there was a depression screening with a total on day 7 to day 84: whom the step before counts as
-- screened. They count on the day on which they count there.
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
where v.subject_id in (
    select w.subject_id
    from (
        select coalesce(i.mother_id, o.person_id) as person_id, o.on_date
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
        ) o
        -- A screening on her baby's chart is hers.
        left join infant i on i.person_id = o.person_id and o.on_date < i.born_earliest + 365
    ) s
    join delivery w on w.person_id = s.person_id
    where s.on_date between w.delivered_latest + 7 and w.delivered_latest + 84
)
