with v as (values {int})
select a.infant_id, a.worker_id, w.name
from v cross join caseload a cross join account w
where a.infant_id = v.column1 and w.id = a.worker_id
