with v as (values {int})
select s.case_id, coalesce((select o.name from organization o where o.id = s.organization_id), x.name)
from v cross join submission s cross join source x
where s.case_id = v.column1 and x.id = s.source_id
order by s.id
