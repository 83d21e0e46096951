select v.id, s.person_id, v.record_id, v.on_date, v.by_id, a.name, v.at, v.undone_at is not null
from visit v join source_person s on s.id = v.source_person_id join account a on a.id = v.by_id
where v.id = $1
