select h.subject_id, h.asked_on as on_date, h.evidence_id
from handout h
join denominator d on d.subject_id = h.subject_id
where h.asked_on between d.given_on and d.due_on
