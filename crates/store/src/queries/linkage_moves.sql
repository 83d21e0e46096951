with v as (values {int})
select m.event_id, m.source_person_id, m.from_id, m.to_id
from v cross join link_move m
where m.event_id = v.column1
