-- Where people lie, and where their mothers do.
with v as (values {int})
select p.id, p.bucket, m.bucket
from v
cross join person p
left join mother_link l on l.infant_id = p.id
left join person m on m.id = l.mother_id
where p.id = v.column1
