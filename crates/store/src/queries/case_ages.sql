-- When the oldest open case of each worker was opened, and the one in the middle; 0 is nobody. About every open case.
select s.worker, max(s.first_at), max(case when s.place = (s.open + 1) / 2 then s.opened_at end)
from (
    select coalesce(c.worker_id, 0) as worker, c.opened_at,
        row_number() over (partition by coalesce(c.worker_id, 0) order by c.opened_at) as place,
        min(c.opened_at) over (partition by coalesce(c.worker_id, 0)) as first_at,
        count(*) over (partition by coalesce(c.worker_id, 0)) as open
    from care_case c
    where c.closed_at is null
) s
group by s.worker
