select e.id, e.kind, s.person_id, e.source_person_id, e.record_id, e.on_date, e.noticed_at
from person p cross join source_person s cross join care_event e
where p.id = $1 and s.person_id = coalesce(p.merged_into, p.id) and e.source_person_id = s.id and e.withdrawn_at is null
order by e.id desc
limit $2
