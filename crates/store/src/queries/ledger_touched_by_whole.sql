-- People with an encounter that is part of one of these.
with v as (values {text})
select distinct p.source_person_id
from v cross join part_of p
where p.source_id = $1 and p.whole = v.column1
