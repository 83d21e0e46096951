-- Cases of people one of whose names begins with $1 (up to $2) and one with $3 (up to $4): open ones or closed ones, by when
-- they are due. A name under which an id was merged away is one of the survivor's. The people are found first, once, and
-- not looked for at each case.
with named as materialized (
    select q.id from person q where q.family_key >= $1 and q.family_key < $2
    union
    select q.id from person q where q.given_key >= $1 and q.given_key < $2
),
standing as materialized (
    select distinct coalesce(m.merged_into, m.id) as id
    from named n cross join person m
    where m.id = n.id
      and ($3 = '' or (m.family_key >= $3 and m.family_key < $4) or (m.given_key >= $3 and m.given_key < $4))
),
everybody as materialized (
    select s.id from standing s
    union
    select y.id from standing s cross join person y where y.merged_into = s.id
)
select c.id, coalesce(p.merged_into, p.id), c.expected_on, c.born_on, c.opened_at, c.assessed, c.score, c.completeness,
    c.reasons, c.override_tier, c.override_over, c.override_reason, c.override_by, c.override_at, c.due_at, c.worker_id,
    c.state, c.before, c.close_reason, c.closed_at, c.version
from everybody e cross join care_case c cross join person p
where c.person_id = e.id and (c.closed_at is not null) = $5
  and ($6 = -1 or coalesce(c.worker_id, 0) = $6) and ($7 = '' or c.tier = $7)
  and c.due_at < $8 and (c.due_at, c.id) > ($9, $10)
  and p.id = c.person_id
order by c.due_at, c.id
limit $11
