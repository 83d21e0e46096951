with v as (values {text, int})
select o.measure, o.subject_id, o.person_id, o.organization_id, o.status, o.counts_on, o.on_date, o.due_on, o.have, o.needs,
    o.evidence, o.reason, o.strata, o.bucket
from v cross join outcome o
where o.measure = v.column1 and o.subject_id = v.column2
