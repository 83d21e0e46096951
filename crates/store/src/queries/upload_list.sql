select f.id, f.name, f.source_name, f.length, f.hash, f.by_id, a.name, f.at, f.mapping, f.run_id, f.committed_at,
    f.undone_at, u.name, f.erased_at, f.receipt, f.stayed
from upload f join account a on a.id = f.by_id left join account u on u.id = f.undone_by
order by f.id desc
limit $1
