-- Open tasks of a role, by when they are due.
select t.id, t.case_id, t.kind, t.en, t.es, t.role, t.owner_id, t.made_at, t.due_at, t.close_by, t.done_at, t.done_by,
    coalesce((select a.name from account a where a.id = t.owner_id), ''),
    coalesce((select a.name from account a where a.id = t.done_by), '')
from task t
where t.done_at is null and t.role = $1 and (t.due_at, t.id) > ($2, $3)
order by t.due_at, t.id
limit $4
