-- Vaginal births in hospital; twins are one. One counts on the day she leaves.
select
    subject_id,
    person_id,
    evidence_id,
    delivered_latest,
    admitted_on,
    left_on,
    left_on as counts_on,
    -- A stay that lasts is open.
    case when stay = 'lasting' then $as_of else left_on end as due_on,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when stay = 'none' then 'no_stay'
        when route is null then 'route_unknown'
    end as unknown_reason
from (
    select
        *,
        coalesce(discharged_on, case when stay = 'lasting' then $as_of else delivered_latest end) as left_on
    from delivery
    where first_in_180_days
      and (
          route is null
          or ($assisted_births and route = 'assisted')
          or ($unassisted_births and route = 'vaginal')
      )
) v
