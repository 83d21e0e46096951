-- Everybody of whom something is concealed.
select distinct coalesce(p.merged_into, p.id)
from concealment c cross join person p
where c.ended_at is null and p.id = c.person_id
