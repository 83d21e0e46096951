select r.id, r.source_id, r.started_at, r.ended_at, r.what,
    r.new, r.unchanged, r.superseding, r.older, r.kept, r.quarantined
from run r
order by r.id desc
limit $1
