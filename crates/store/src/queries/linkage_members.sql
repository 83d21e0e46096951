select sp.id
from person p cross join source_person sp
where p.id = $1 and sp.person_id = coalesce(p.merged_into, p.id)
order by sp.id
