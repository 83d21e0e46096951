-- Deliveries of a living child, and of a fetal death at so many days of the pregnancy or more. A delivery of twins is one. How
-- far the pregnancy was comes from the due date, else from what was written down about the delivery.
select
    subject_id,
    evidence_id,
    live,
    delivered_latest,
    gestation_days,
    delivered_latest as counts_on,
    delivered_latest as due_on,
    case
        when live = 'unknown' then 'outcome_unknown'
        when live = 'no' and gestation_days is null then 'gestation_unknown'
    end as unknown_reason
from (
    select
        d.subject_id,
        d.evidence_id,
        d.live,
        d.delivered_latest,
        coalesce(280 - (d.edd_on - d.delivered_latest), g.days) as gestation_days
    from delivery d
    left join (
        select w.subject_id, max(case when o.unit = 'd' then o.value_num else o.value_num * 7 end) as days
        from observation o
        join delivery w on w.person_id = o.person_id
        where o.concept_id in (select concept_id from value_set where name = 'gestation_at_delivery')
          and o.unit in ('wk', 'd')
          and o.on_date between w.delivered_latest - 1 and w.delivered_latest + 1
        group by w.subject_id
    ) g on g.subject_id = d.subject_id
    -- A bill that came weeks after a loss is no other delivery.
    where d.first_in_180_days or d.live <> 'unknown'
) v
where live <> 'no' or gestation_days is null or gestation_days >= $threshold_days
