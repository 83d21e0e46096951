select c.id, c.person_id, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from contact c where c.id = $1
