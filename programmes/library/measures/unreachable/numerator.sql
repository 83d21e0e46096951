-- Closed as not reachable, and not opened again since.
select d.subject_id, c.closed_on as on_date, c.evidence_id
from care_case c
join denominator d on d.subject_id = c.subject_id
where c.close_reason = 'unable_to_reach' and c.closed_on between d.opened_on and d.due_on
