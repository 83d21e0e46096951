-- The newest events in which anybody moved to or from an id.
select e.id, e.at, e.cause, e.act_id, e.by_name, e.kind, e.person_id, e.evidence
from link_event e
where e.id in (
    select f.event_id
    from (select distinct event_id from link_move where from_id = $1 order by event_id desc limit $2) f
    union
    select t.event_id
    from (select distinct event_id from link_move where to_id = $1 order by event_id desc limit $2) t
)
order by e.id desc
limit $2
