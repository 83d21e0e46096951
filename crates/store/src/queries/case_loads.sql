-- Everybody who works on cases, with how many open ones, how many are late, and since when the oldest is open. Of the two
-- sides that are compared neither is a plain column, or SQLite would not use the index on the expression.
select a.id, a.name, coalesce((select l.open from case_load l where l.worker_id = a.id), 0),
    (select count(*) from care_case c where c.closed_at is null and coalesce(c.worker_id, 0) = coalesce(a.id, 0) and c.due_at < $1),
    (select min(c.opened_at) from care_case c where c.closed_at is null and coalesce(c.worker_id, 0) = coalesce(a.id, 0))
from account a
where a.role in ('coordinator', 'intake') and not a.disabled
order by a.name, a.id
