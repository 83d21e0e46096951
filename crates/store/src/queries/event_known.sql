-- Which events are noted already: of a person, by whatever record of hers, each once a day.
with v as (values {text, int, text})
select v.column1, v.column2, v.column3
from v cross join source_person s cross join source_person m cross join care_event e
where s.id = v.column2 and m.person_id = s.person_id and e.source_person_id = m.id and e.kind = v.column1
  and e.on_date = v.column3
