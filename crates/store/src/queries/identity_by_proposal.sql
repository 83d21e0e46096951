with v as (values {int})
select d.infant_id, d.mother_id, d.probability
from v cross join dyad_proposal d
where d.infant_id = v.column1
