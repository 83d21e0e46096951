-- Tellings of a person and of those that are merged into it, the newest first.
select s.id, coalesce(p.merged_into, p.id), s.plan, s.told, s.by_id, s.at, s.confirmed_told, s.confirmed_by, s.confirmed_at
from person asked cross join person p cross join safe_plan s
where asked.id = $1
  and p.id in (
      select m.id from person m where m.id = coalesce(asked.merged_into, asked.id)
      union
      select m.id from person m where m.merged_into = coalesce(asked.merged_into, asked.id)
  )
  and s.person_id = p.id
order by s.at desc, s.id desc
