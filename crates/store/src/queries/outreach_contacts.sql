select c.id, c.person_id, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null, a.name
from contact c join account a on a.id = c.by_id
where c.person_id = $1
order by c.at desc, c.id desc
