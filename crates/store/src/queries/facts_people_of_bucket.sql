select sp.id, sp.person_id
from person p cross join source_person sp
where p.bucket = $1 and sp.person_id = p.id
order by sp.id
