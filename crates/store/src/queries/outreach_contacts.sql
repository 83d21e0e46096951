select c.id, p.id, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null, a.name
from person asked cross join person p cross join contact c cross join account a
where asked.id = $1 and p.id = coalesce(asked.merged_into, asked.id)
  and (c.person_id = p.id or c.person_id in (select m.id from person m where m.merged_into = p.id)
       or c.id in (select w.contact_id from contact_about w where w.person_id = p.id)
       or c.id in (select w.contact_id from person m cross join contact_about w
                   where m.merged_into = p.id and w.person_id = m.id))
  and a.id = c.by_id
order by c.at desc, c.id desc
