with v as (values {int})
select r.kind, r.a_id, r.b_id, r.attribute
from v cross join review r
where r.kind = 'person' and r.b_id = v.column1
