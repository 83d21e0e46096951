with v as (values {int})
select x.kind, x.a_id, x.b_id, x.attribute, x.verdict, x.never_again, x.act_id
from v cross join verdict x
where x.act_id = v.column1
