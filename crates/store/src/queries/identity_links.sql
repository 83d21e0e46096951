with v as (values {int})
select l.infant_id, l.mother_id, l.technique, l.record_id, l.probability
from v cross join mother_link l
where l.infant_id = v.column1
