-- Deliveries of a fetal death.
select subject_id, delivered_latest as on_date, evidence_id
from denominator
where live = 'no' and gestation_days >= $threshold_days
