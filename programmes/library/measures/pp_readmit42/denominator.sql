-- Deliveries after which she went home; twins are one. Days are counted from the delivery.
select
    subject_id,
    person_id,
    evidence_id,
    died_evidence_id,
    delivered_latest,
    discharged_on,
    enrolled_until,
    died,
    died_latest,
    delivered_latest as counts_on,
    -- A stay that lasts is open.
    case when stay = 'lasting' then greatest($as_of, delivered_latest + $days) else delivered_latest + $days end as due_on,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when stay = 'none' then 'no_stay'
        when stay = 'end_unknown' then 'discharge_unknown'
    end as unknown_reason
from delivery
where first_in_180_days
