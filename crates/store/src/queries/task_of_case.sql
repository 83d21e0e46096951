-- Tasks of a case: open ones first, by when they are due.
select t.id, t.case_id, t.kind, t.en, t.es, t.role, t.owner_id, t.made_at, t.due_at, t.close_by, t.done_at, t.done_by,
    coalesce((select a.name from account a where a.id = t.owner_id), ''),
    coalesce((select a.name from account a where a.id = t.done_by), ''), t.origin, t.outcome
from task t
where t.case_id = $1
order by t.done_at is not null, t.due_at, t.id
