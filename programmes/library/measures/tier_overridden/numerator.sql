-- A tier by hand that is another than that of the rules.
select c.subject_id, c.overridden_on as on_date, c.evidence_id
from care_case c
where c.override_way in ('raised', 'lowered')
