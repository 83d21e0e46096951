-- Where some source people lie.
with v as (values {int})
select distinct p.bucket
from v cross join source_person sp cross join person p
where sp.id = v.column1 and p.id = sp.person_id
