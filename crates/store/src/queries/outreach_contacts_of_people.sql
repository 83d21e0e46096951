-- Attempts that were not undone, of some people and of those merged into them; and wishes not to be contacted that were
-- said when any of these was one with somebody else.
with v as (values {int}),
ids as (
    select v.column1 as asked, p.id as id
    from v cross join person p
    where p.id = (select coalesce(q.merged_into, q.id) from person q where q.id = v.column1)
    union
    select v.column1, m.id
    from v cross join person m
    where m.merged_into = (select coalesce(q.merged_into, q.id) from person q where q.id = v.column1)
)
select c.id, i.asked, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from ids i cross join contact c
where c.person_id = i.id and c.undone_at is null
union
select c.id, i.asked, c.by_id, c.at, c.on_date, c.channel, c.outcome, c.note, c.undone_at is not null
from ids i cross join contact_about w cross join contact c
where w.person_id = i.id and c.id = w.contact_id and c.undone_at is null
