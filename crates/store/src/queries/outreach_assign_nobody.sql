-- Says that nobody has an infant, where an id that is merged into it is assigned: that stays as it is, for the day on
-- which they part.
with v as (values {int, int, int})
insert into assignment (infant_id, worker_id, by_id, assigned_at)
select p.id, null, v.column2, v.column3
from v cross join person p
where p.id = v.column1
  and exists (select 1 from person m cross join assignment o where m.merged_into = p.id and o.infant_id = m.id)
