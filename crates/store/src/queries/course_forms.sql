with v as (values {int})
select s.case_id, s.at, s.form, s.record_id, s.organization_id, s.contact_by
from v cross join submission s
where s.case_id = v.column1
order by s.case_id, s.at, s.id
