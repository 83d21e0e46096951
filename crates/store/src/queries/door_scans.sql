-- Scans that somebody put in, or anybody (0): every one that waits to be typed in, and the newest of the others.
with listed as (
    select w.id from door_file w where w.purpose = 'scan' and w.done_at is null and ($1 = 0 or w.by_id = $1)
    union all
    select d.id from (
        select n.id from door_file n where n.purpose = 'scan' and n.done_at is not null and ($1 = 0 or n.by_id = $1)
        order by n.at desc, n.id desc
        limit $2
    ) d
)
select f.id, f.purpose, f.name, f.media, f.source_name, f.length, f.by_id, a.name, f.at, f.done_at, f.undone_at, f.erased_at,
    f.receipt, f.submission_id
from listed l cross join door_file f cross join account a
where f.id = l.id and a.id = f.by_id
order by f.at desc, f.id desc
