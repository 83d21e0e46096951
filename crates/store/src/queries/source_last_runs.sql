select r.id, r.source_id, r.started_at, r.ended_at, r.what,
    r.new, r.unchanged, r.superseding, r.older, r.kept, r.quarantined
from run r
where r.id in (select max(id) from run group by source_id)
