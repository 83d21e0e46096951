-- Which of some references are known people, and the person that each is on its own.
with v as (values {text})
select sp.reference, sp.id, sp.home_id
from v cross join source_person sp
where sp.source_id = $1 and sp.reference = v.column1
