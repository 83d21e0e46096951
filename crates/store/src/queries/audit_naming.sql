-- Lists on which somebody was named. An entry about one person alone says why, and is found by what it is about.
with v as (values {text})
select a.id, a.at, a.account_id, a.who, a.action, a.subject, a.detail, a.hash
from v cross join audit a
where a.detail not like 'why:%' and ' ' || a.detail || ' ' like '% ' || v.column1 || ' %'
