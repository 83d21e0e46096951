select l.infant_id
from person p cross join mother_link l
where p.id = $1 and l.mother_id = coalesce(p.merged_into, p.id)
order by l.infant_id
