with v as (values {int})
select o.measure, o.subject_id, o.person_id, o.organization_id, o.status, o.counts_on, o.on_date, o.due_on, o.have, o.needs,
    o.evidence, o.reason, o.strata
from v cross join outcome o
where o.person_id = v.column1
