with v as (values {text})
select c.measure, c.organization_id, c.month, c.stratifier, c.stratum, c.met, c.not_met, c.excluded, c.pending, c.unknown
from v cross join cell c
where c.measure = v.column1
order by c.measure, c.organization_id, c.month, c.stratifier, c.stratum
