-- How much waits of each kind, counted no further than to a number, and since when the oldest does.
with v as (values {text})
select v.column1,
    (select count(*) from (select 1 from review r where r.is_open and r.kind = v.column1 limit $1) waiting),
    (select min(r.since) from review r where r.is_open and r.kind = v.column1)
from v
