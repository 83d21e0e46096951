-- Open cases of one worker, or of nobody (-1), and of one tier, most urgent due first. Written as its index is, so that no
-- planner takes the index of one of the two.
select c.id, coalesce(p.merged_into, p.id), c.expected_on, c.born_on, c.opened_at, c.assessed, c.score, c.completeness,
    c.reasons, c.override_tier, c.override_over, c.override_reason, c.override_by, c.override_at, c.due_at, c.worker_id,
    c.state, c.before, c.close_reason, c.closed_at, c.version
from care_case c cross join person p
where c.closed_at is null and coalesce(c.worker_id, -1) = $1 and lower(c.tier) = $2
  and (c.due_at, c.id) > ($3, $4) and c.due_at < $5
  and p.id = c.person_id
order by c.due_at, c.id
limit $6
