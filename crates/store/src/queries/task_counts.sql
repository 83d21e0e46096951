-- How many open tasks are late, how many somebody has, and how many of these are late.
select (select count(*) from task t where t.done_at is null and t.due_at < $1),
    (select count(*) from task t where t.done_at is null and t.owner_id = $2),
    (select count(*) from task t where t.done_at is null and t.owner_id = $2 and t.due_at < $1)
