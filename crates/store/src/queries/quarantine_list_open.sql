select q.id, q.source_id, s.name, q.file, q.place, q.reason, q.message, q.help, q.resource_type, q.length, q.seen_at,
    q.resolved_at, length(q.bytes) = q.length
from quarantine q join source s on s.id = q.source_id
where q.id > $1 and q.resolved_at is null
order by q.id
limit $2
