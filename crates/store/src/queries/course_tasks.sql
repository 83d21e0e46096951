with v as (values {int})
select t.case_id, t.made_at, t.done_at, t.kind, t.origin, t.outcome
from v cross join task t
where t.case_id = v.column1
order by t.case_id, t.id
