with v as (values {bytes, text})
select q.id, q.hash, q.reason, q.resolved_at is not null
from v cross join quarantine q
where q.source_id = $1 and q.hash = v.column1 and q.reason = v.column2
