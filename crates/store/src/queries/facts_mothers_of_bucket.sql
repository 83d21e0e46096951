select l.infant_id, l.mother_id
from person p cross join mother_link l
where p.bucket = $1 and l.infant_id = p.id
order by l.infant_id
