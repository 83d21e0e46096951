select c.bucket
from care_case k cross join person p cross join person c
where k.id = $1 and p.id = k.person_id and c.id = coalesce(p.merged_into, p.id)
