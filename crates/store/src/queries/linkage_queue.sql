-- What waits of one kind, the longest first.
select r.kind, r.a_id, r.b_id, r.attribute, r.probability, r.why, r.since, r.is_open
from review r
where r.is_open and r.kind = $1 and (r.since, r.a_id, r.b_id, r.attribute) > ($2, $3, $4, $5)
order by r.since, r.a_id, r.b_id, r.attribute
limit $6
