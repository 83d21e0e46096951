-- Deliveries before which a depression screening was positive: the first one decides. They count on the day of the delivery,
-- as where screenings are counted.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.gestation_days,
    v.year_begins,
    v.year_ends,
    p.positive_on,
    p.only_brief,
    p.positive_on + $within as due_on,
    v.delivered_latest as counts_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when $term_days is not null and v.gestation_days is null then 'gestation_unknown'
    end as unknown_reason
from (
    select
        *,
        coalesce(dated_from, delivered_latest - 280) as opens_on,
        cast(date_trunc('year', delivered_latest) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', delivered_latest) + interval '1 year' as date) as year_ends
    from delivery
    where first_in_180_days
) v
join (
    -- The first day with a positive screening, and whether all that were positive on it were brief ones.
    select subject_id, on_date as positive_on, max(whole) = 0 as only_brief
    from (
        select
            w.subject_id,
            s.on_date,
            case when s.brief then 0 else 1 end as whole,
            rank() over (partition by w.subject_id order by s.on_date) as n
        from (
            select person_id, on_date, value_num >= $epds_positive as positive, false as brief
            from observation
            where concept_id in (select concept_id from value_set where name = 'epds_total') and value_num between 0 and 30
            union all
            select person_id, on_date, value_num >= $phq9_positive as positive, false as brief
            from observation
            where concept_id in (select concept_id from value_set where name = 'phq9_total') and value_num between 0 and 27
            union all
            select person_id, on_date, value_num >= $phq2_positive as positive, true as brief
            from observation
            where concept_id in (select concept_id from value_set where name = 'phq2_total') and value_num between 0 and 6
        ) s
        join delivery w on w.person_id = s.person_id
        where s.positive and s.on_date between coalesce(w.dated_from, w.delivered_latest - 280) and w.delivered_latest
    ) ranked
    where n = 1
    group by subject_id, on_date
) p on p.subject_id = v.subject_id
