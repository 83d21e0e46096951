select p.id, t.on_date
from person p cross join sleep_teaching t
where p.bucket = $1 and p.merged_into is null and t.person_id = p.id
  and t.taught and t.undone_at is null
union
select p.id, t.on_date
from person p cross join person m cross join sleep_teaching t
where p.bucket = $1 and m.merged_into = p.id and t.person_id = m.id
  and t.taught and t.undone_at is null
order by 1, 2
