select c.person_id, c.on_date
from person p cross join contact c
where p.bucket = $1 and c.person_id = p.id and c.outcome = 'moved_away' and c.undone_at is null
order by c.person_id, c.on_date
