select e.id, e.at, e.cause, e.act_id, e.by_name, e.kind, e.person_id, e.evidence
from link_event e
where e.id in (
    select event_id from link_move where from_id = $1
    union
    select event_id from link_move where to_id = $1
)
order by e.id desc
