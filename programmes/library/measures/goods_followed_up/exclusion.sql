-- It came back while there was still time to ask.
select h.subject_id, 'returned' as reason, h.evidence_id
from handout h
join denominator d on d.subject_id = h.subject_id
where h.returned_on <= d.due_on and (h.asked_on is null or h.asked_on > h.returned_on)
