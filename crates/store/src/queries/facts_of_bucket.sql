select f.record_id, f.source_id, f.source_person_id, f.body
from person p
cross join source_person sp
cross join fact f
where p.bucket = $1 and sp.person_id = p.id and f.source_person_id = sp.id
