-- By cesarean.
select d.subject_id, d.delivered_latest as on_date, d.evidence_id
from denominator d
where d.route = 'cesarean'
