-- Cases of the people of a bucket, those of ids merged into theirs included.
select c.id, p.id, c.opened_at, c.closed_at, c.close_reason, c.assessed, c.override_tier, c.override_at
from person p cross join care_case c
where p.bucket = $1 and p.merged_into is null and c.person_id = p.id
union all
select c.id, p.id, c.opened_at, c.closed_at, c.close_reason, c.assessed, c.override_tier, c.override_at
from person p cross join person m cross join care_case c
where p.bucket = $1 and m.merged_into = p.id and c.person_id = m.id
order by 1
