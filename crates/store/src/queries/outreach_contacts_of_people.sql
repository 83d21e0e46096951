-- Attempts that were not undone, of some people and of those merged into them.
with v as (values {int})
select c.id, v.column1, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from v cross join person asked cross join contact c
where asked.id = v.column1 and c.person_id = coalesce(asked.merged_into, asked.id) and c.undone_at is null
union all
select c.id, v.column1, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from v cross join person asked cross join person m cross join contact c
where asked.id = v.column1 and m.merged_into = coalesce(asked.merged_into, asked.id) and c.person_id = m.id
  and c.undone_at is null
