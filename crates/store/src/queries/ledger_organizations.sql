with v as (values {text})
select o.reference, o.id
from v cross join organization o
where o.source_id = $1 and o.reference = v.column1
