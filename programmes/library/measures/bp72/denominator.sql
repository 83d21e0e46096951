-- Deliveries with severe high blood pressure during the stay: a diagnosis of it, or readings in the severe range that
-- lie some minutes apart, or on two days. One counts on the day of the delivery.
select
    v.subject_id,
    v.person_id,
    v.evidence_id,
    v.delivered_latest,
    v.discharged_on,
    v.discharged_second,
    case when $from_discharge then v.discharged_on else v.delivered_latest end as anchor_on,
    case when $from_discharge then v.discharged_second else v.delivered_second end as anchor_second,
    v.died,
    v.died_latest,
    v.died_evidence_id,
    v.delivered_latest as counts_on,
    -- A stay that lasts is open.
    case
        when v.stay = 'lasting' then $as_of
        when $from_discharge then coalesce(v.discharged_on, v.delivered_latest) + $days
        else v.delivered_latest + $days
    end as due_on,
    case
        when v.delivered_on is null then 'delivery_day_unknown'
        when v.stay = 'none' then 'no_stay'
        when v.stay = 'end_unknown' then 'discharge_unknown'
    end as unknown_reason
from delivery v
join (
    select d.subject_id
    from (
        select person_id, on_date, concept_id from event
        union all
        select person_id, latest_on as on_date, concept_id from condition
    ) c
    join delivery d on d.person_id = c.person_id
    where c.concept_id in (select concept_id from value_set where name = 'severe_preeclampsia')
      and c.on_date between coalesce(d.admitted_on, d.delivered_latest - 1)
                        and coalesce(d.discharged_on, d.delivered_latest + 7)
    union
    select d.subject_id
    from delivery d
    join pressure r on r.person_id = d.person_id
    where r.systolic between $systolic_low and $systolic_high
      and r.diastolic between $diastolic_low and $diastolic_high
      and r.systolic - r.diastolic >= $pulse_pressure
      and (r.systolic >= $severe_systolic or r.diastolic >= $severe_diastolic)
      and r.on_date between coalesce(d.admitted_on, d.delivered_latest - 1)
                        and coalesce(d.discharged_on, d.delivered_latest + 7)
    group by d.subject_id
    having max(r.at_second) - min(r.at_second) >= $confirm_minutes * 60 or max(r.on_date) > min(r.on_date)
) h on h.subject_id = v.subject_id
where v.first_in_180_days
