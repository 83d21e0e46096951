-- Hospital stays in which a baby was born on some days, last excluded, with the records that tell of them.
select f.record_id, f.source_id, f.source_person_id, f.body, s.person_id, e.on_date
from care_event e cross join source_person s cross join fact f
where e.kind = 'birth_stay' and e.on_date >= $1 and e.on_date < $2 and e.withdrawn_at is null
  and s.id = e.source_person_id and f.source_person_id = e.source_person_id and f.record_id = e.record_id
