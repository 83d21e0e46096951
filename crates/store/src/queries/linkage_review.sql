select r.kind, r.a_id, r.b_id, r.attribute, r.probability, r.why, r.since, r.is_open
from review r
where r.kind = $1 and r.a_id = $2 and r.b_id = $3 and r.attribute = $4
