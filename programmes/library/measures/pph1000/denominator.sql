-- Deliveries from 20 weeks, whatever the route; twins are one. A loss that nobody recorded is unknown.
select
    v.subject_id,
    v.person_id,
    v.delivered_latest,
    v.delivered_second,
    v.delivered_latest as counts_on,
    v.delivered_latest + 1 as due_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when l.subject_id is null then 'loss_unknown'
    end as unknown_reason
from delivery v
left join (
    select distinct d.subject_id
    from observation o
    join delivery d on d.person_id = o.person_id
    where o.concept_id in (select concept_id from value_set where name = 'blood_loss')
      and o.unit in ('mL', 'ml', 'cm3', 'cc')
      and o.value_num >= 0
      and case
          when o.at_second is not null and d.delivered_second is not null
              then o.at_second - d.delivered_second between 0 and $hours * 3600
          else o.on_date between d.delivered_latest and d.delivered_latest + 1
      end
) l on l.subject_id = v.subject_id
where v.first_in_180_days and coalesce(v.gestation_days, $min_days) >= $min_days
