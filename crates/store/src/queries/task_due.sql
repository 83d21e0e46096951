-- Open tasks, those of closed cases too, by when they are due.
select t.id, t.case_id, t.kind, t.en, t.es, t.role, t.owner_id, t.made_at, t.due_at, t.close_by, t.done_at, t.done_by,
    coalesce((select a.name from account a where a.id = t.owner_id), ''),
    coalesce((select a.name from account a where a.id = t.done_by), ''), t.origin, t.outcome,
    coalesce(p.merged_into, p.id), c.closed_at is not null
from task t cross join care_case c cross join person p
where t.done_at is null and (t.due_at, t.id) > ($1, $2) and c.id = t.case_id and p.id = t.person_id
order by t.due_at, t.id
limit $3
