-- Fewer completed days of gestation than a birth at term has.
select d.subject_id, d.born_latest as on_date, d.evidence_id
from denominator d
where d.gestation_days < $days_below
