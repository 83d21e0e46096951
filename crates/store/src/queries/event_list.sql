select e.id, e.kind, s.person_id, e.source_person_id, e.record_id, e.on_date, e.noticed_at
from care_event e join source_person s on s.id = e.source_person_id
where e.id > $1 and e.withdrawn_at is null
order by e.id
limit $2
