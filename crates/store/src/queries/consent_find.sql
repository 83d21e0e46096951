select coalesce(p.merged_into, p.id), c.revoked_at, c.word
from consent c cross join person p
where c.id = $1 and p.id = c.person_id
