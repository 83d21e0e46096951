-- Of everybody who works on cases, and of nobody, and of each tier: how many are open, how many are late, and when the
-- first is due. Of the two sides that are compared neither is a plain column, or SQLite would not use the index on the
-- expression.
select a.id, a.name, t.tier,
    (select count(*) from care_case c where c.closed_at is null and coalesce(c.worker_id, -1) = coalesce(a.id, -1) and lower(c.tier) = lower(t.tier)),
    (select count(*) from care_case c where c.closed_at is null and coalesce(c.worker_id, -1) = coalesce(a.id, -1) and lower(c.tier) = lower(t.tier) and c.due_at < $1),
    (select min(c.due_at) from care_case c where c.closed_at is null and coalesce(c.worker_id, -1) = coalesce(a.id, -1) and lower(c.tier) = lower(t.tier))
from (
    select w.id, w.name from account w where w.role in ('coordinator', 'intake') and not w.disabled
    union all
    select cast(null as bigint), ''
) a
cross join (select 'first' as tier union all select 'second' union all select 'third') t
