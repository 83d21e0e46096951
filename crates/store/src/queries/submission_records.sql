-- The records that hold the answers of the forms of some cases, the oldest first.
with v as (values {int})
select s.case_id, s.record_id
from v cross join submission s
where s.case_id = v.column1
order by s.authored_at, s.id
