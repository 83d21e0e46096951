select sp.person_id
from source_record r join source_person sp on sp.id = r.source_person_id
where r.id = $1
