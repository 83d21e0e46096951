select l.mother_id
from person p cross join mother_link l
where p.id = $1 and l.infant_id = coalesce(p.merged_into, p.id)
