-- Cases of people one of whose names begins with $1 (up to $2) and one with $3 (up to $4): open ones by when they are due,
-- or closed ones. A name under which an id was merged away is one of the survivor's.
select c.id, coalesce(p.merged_into, p.id), c.expected_on, c.born_on, c.opened_at, c.assessed, c.score, c.completeness,
    c.reasons, c.override_tier, c.override_over, c.override_reason, c.override_by, c.override_at, c.due_at, c.worker_id,
    c.state, c.before, c.close_reason, c.closed_at, c.version
from care_case c cross join person p
where c.id in (
    select k.id
    from (
        select id from person where family_key >= $1 and family_key < $2
        union
        select id from person where given_key >= $1 and given_key < $2
    ) found
    cross join person m cross join person x cross join care_case k
    where m.id = found.id
      and ($3 = '' or (m.family_key >= $3 and m.family_key < $4) or (m.given_key >= $3 and m.given_key < $4))
      and x.id in (
          select y.id from person y where y.id = coalesce(m.merged_into, m.id)
          union
          select y.id from person y where y.merged_into = coalesce(m.merged_into, m.id)
      )
      and k.person_id = x.id
  )
  and (c.closed_at is not null) = $5
  and ($6 = -1 or coalesce(c.worker_id, 0) = $6) and ($7 = '' or c.tier = $7)
  and c.due_at < $8 and (c.due_at, c.id) > ($9, $10)
  and p.id = c.person_id
order by c.due_at, c.id
limit $11
