-- Closed cases, the newest first.
select c.id, coalesce(p.merged_into, p.id), c.expected_on, c.born_on, c.opened_at, c.assessed, c.score, c.completeness,
    c.reasons, c.override_tier, c.override_over, c.override_reason, c.override_by, c.override_at, c.due_at, c.worker_id,
    c.state, c.before, c.close_reason, c.closed_at, c.version
from care_case c cross join person p
where c.closed_at is not null
  and (c.closed_at, c.id) < ($1, $2)
  and ($3 = -1 or coalesce(c.worker_id, 0) = $3) and ($4 = '' or c.tier = $4)
  and p.id = c.person_id
order by c.closed_at desc, c.id desc
limit $5
