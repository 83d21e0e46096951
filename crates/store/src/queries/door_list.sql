-- Files of a purpose that somebody put in, or anybody (0), the newest first.
select f.id, f.purpose, f.name, f.media, f.source_name, f.length, f.by_id, a.name, f.at, f.done_at, f.undone_at, f.erased_at,
    f.receipt, f.submission_id
from door_file f join account a on a.id = f.by_id
where f.purpose = $1 and ($2 = 0 or f.by_id = $2)
order by f.at desc, f.id desc
limit $3
