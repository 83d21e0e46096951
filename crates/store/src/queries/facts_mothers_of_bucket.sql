select l.infant_id, coalesce(m.merged_into, m.id)
from person p cross join mother_link l cross join person m
where p.bucket = $1 and p.merged_into is null and l.infant_id = p.id and m.id = l.mother_id
order by l.infant_id
