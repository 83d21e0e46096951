-- The emergency in which an account may see a person, or one that is merged with it, at an instant.
select g.id, g.account_id, coalesce(p.merged_into, p.id), g.reason, g.words, g.at, g.until_at, g.finding, g.note, a.name
from person asked cross join person p cross join glass g cross join account a
where asked.id = $1
  and p.id in (
      select m.id from person m where m.id = coalesce(asked.merged_into, asked.id)
      union
      select m.id from person m where m.merged_into = coalesce(asked.merged_into, asked.id)
  )
  and g.account_id = $2 and g.person_id = p.id and g.at <= $3 and g.until_at > $3 and coalesce(g.finding, 'fine') = 'fine'
  and a.id = g.account_id
order by g.until_at desc
limit 1
