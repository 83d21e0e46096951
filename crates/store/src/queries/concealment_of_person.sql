-- What is concealed of a person and of those that are merged into it, the newest first.
select c.id, coalesce(p.merged_into, p.id), c.address, c.phone, c.reason, c.programme, c.substitute, c.by_id, c.at
from person asked cross join person p cross join concealment c
where asked.id = $1
  and p.id in (
      select m.id from person m where m.id = coalesce(asked.merged_into, asked.id)
      union
      select m.id from person m where m.merged_into = coalesce(asked.merged_into, asked.id)
  )
  and c.person_id = p.id and c.ended_at is null
order by c.at desc, c.id desc
