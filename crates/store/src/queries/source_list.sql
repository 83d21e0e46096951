select s.id, s.name, s.last_received_at, s.people,
    (select count(*) from quarantine q where q.source_id = s.id and q.resolved_at is null)
from source s
order by s.name
