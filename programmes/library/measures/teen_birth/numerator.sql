-- Live births to mothers of these ages.
select subject_id, born_latest as on_date, evidence_id
from denominator
where mother_age_least >= $age_from and mother_age_most <= $age_to
