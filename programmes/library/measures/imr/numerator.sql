-- Babies who died on one of the days asked about.
select subject_id, died_latest as on_date, evidence_id
from denominator
where died and died_earliest >= opens_on and died_latest <= due_on
