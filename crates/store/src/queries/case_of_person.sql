-- Cases of a person and of those that are merged into it, the newest first.
select c.id, coalesce(p.merged_into, p.id), c.expected_on, c.born_on, c.opened_at, c.assessed, c.score, c.completeness,
    c.reasons, c.override_tier, c.override_over, c.override_reason, c.override_by, c.override_at, c.due_at, c.worker_id,
    c.state, c.before, c.close_reason, c.closed_at, c.version
from person asked cross join person p cross join care_case c
where asked.id = $1
  and p.id in (
      select m.id from person m where m.id = coalesce(asked.merged_into, asked.id)
      union
      select m.id from person m where m.merged_into = coalesce(asked.merged_into, asked.id)
  )
  and c.person_id = p.id
order by c.opened_at desc, c.id desc
