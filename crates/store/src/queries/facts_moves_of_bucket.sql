select p.id, c.on_date
from person p cross join contact c
where p.bucket = $1 and p.merged_into is null and c.person_id = p.id
  and c.outcome = 'moved_away' and c.undone_at is null
union
select p.id, c.on_date
from person p cross join person m cross join contact c
where p.bucket = $1 and m.merged_into = p.id and c.person_id = m.id
  and c.outcome = 'moved_away' and c.undone_at is null
order by 1, 2
