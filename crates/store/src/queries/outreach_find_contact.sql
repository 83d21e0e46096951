select c.id, coalesce(p.merged_into, p.id), c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note,
    c.undone_at is not null
from contact c join person p on p.id = c.person_id
where c.id = $1
