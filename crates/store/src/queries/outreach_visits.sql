select v.id, v.person_id, v.record_id, v.on_date, v.by_id, a.name, v.at, v.undone_at is not null
from visit v join account a on a.id = v.by_id
where v.person_id = $1
order by v.at desc, v.id desc
