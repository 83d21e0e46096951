-- Babies who died before the first birthday of one of the causes.
select subject_id, died_latest as on_date, evidence_id
from denominator
where died and died_latest <= due_on and sudden = 1
