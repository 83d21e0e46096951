-- Deliveries after gestational diabetes, one for each pregnancy, each counted on its own day. The diagnosis is of this
-- pregnancy when it was made from its first day to a week after the delivery.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.delivered_latest + $first_day as opens_on,
    v.delivered_latest + $last_day as due_on,
    v.delivered_latest as counts_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when v.died and v.died_latest is null then 'death_day_unknown'
        when v.died and v.died_earliest < v.delivered_latest + $last_day
            and v.died_latest >= v.delivered_latest + $last_day then 'death_day_unknown'
    end as unknown_reason
from delivery v
join (
    select distinct v.subject_id
    from delivery v
    join condition c on c.person_id = v.person_id
    where c.concept_id in (select concept_id from value_set where name = 'gestational_diabetes')
      and c.latest_on between coalesce(v.dated_from, v.delivered_latest - 280) and v.delivered_latest + 7
) g on g.subject_id = v.subject_id
where v.first_in_180_days
