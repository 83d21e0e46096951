-- Deliveries of women who were with home visiting: a first visit in the pregnancy or within so many days after the
-- delivery, and not let go before it. Each counts on the last day of its window.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.delivered_latest as opens_on,
    v.delivered_latest + $days as due_on,
    v.delivered_latest + $days as counts_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when v.died and v.died_latest is null then 'death_day_unknown'
        when v.died and v.died_earliest < v.delivered_latest + $days
            and v.died_latest >= v.delivered_latest + $days then 'death_day_unknown'
    end as unknown_reason
from delivery v
join (
    select distinct d.subject_id
    from delivery d
    join referral r on r.person_id = d.person_id and r.kind = 'home_visiting'
    join (select referral_id, min(on_date) as began_on from step where what = 'in_service' group by referral_id) b
        on b.referral_id = r.subject_id
    left join (
        select referral_id, min(on_date) as ended_on
        from step
        where what in ('left', 'completed')
        group by referral_id
    ) e on e.referral_id = r.subject_id
    where b.began_on between coalesce(d.dated_from, d.delivered_latest - 280)
            and d.delivered_latest + $enrolled_within_days
      and (e.ended_on is null or e.ended_on >= d.delivered_latest)
) h on h.subject_id = v.subject_id
where v.first_in_180_days
