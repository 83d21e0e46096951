-- She died before the last day.
select d.subject_id, 'died' as reason, d.died_evidence_id as evidence_id
from denominator d
where d.died and (d.died_latest is null or d.died_latest <= d.delivered_latest + $last_day)
