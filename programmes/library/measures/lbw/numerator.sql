-- Lighter than the limit: a birth at the limit is not.
select d.subject_id, d.born_latest as on_date, d.evidence_id
from denominator d
where d.birth_weight_grams < $grams_below
