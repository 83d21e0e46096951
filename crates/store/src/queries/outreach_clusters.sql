-- For each of some people the id that stands for it, and every id of that cluster.
with v as (values {int})
select coalesce(p.merged_into, p.id), c.id
from v cross join person p cross join person c
where p.id = v.column1 and (c.id = coalesce(p.merged_into, p.id) or c.merged_into = coalesce(p.merged_into, p.id))
