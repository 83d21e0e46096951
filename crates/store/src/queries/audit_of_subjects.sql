-- Entries about some things.
with v as (values {text})
select a.id, a.at, a.account_id, a.who, a.action, a.subject, a.detail, a.hash
from v cross join audit a
where a.subject = v.column1
