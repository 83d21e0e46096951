-- What is not to be shown of some people: what is concealed of them and of their mothers, with whom a baby lives, and how
-- they want their numbers used; of every id that is merged with theirs.
with v as (values {int}),
asked as (
    select v.column1 as id, coalesce(p.merged_into, p.id) as stands from v cross join person p where p.id = v.column1
),
whose as (
    select id, stands from asked
    union
    select a.id, l.mother_id from asked a cross join mother_link l where l.infant_id = a.stands
),
everyone as (
    select id, stands as person_id from whose
    union
    select w.id, m.id from whose w cross join person m where m.merged_into = w.stands
)
select e.id, c.address, c.phone, c.substitute, cast(null as text), cast(null as text), c.at
from everyone e cross join concealment c
where c.person_id = e.person_id and c.ended_at is null
union all
select e.id, false, false, w.asked_by, w.number_key, w.wish, w.said_at
from everyone e cross join phone_wish w
where w.person_id = e.person_id
union all
select e.id, false, false, s.plan, '', 'plan', s.at
from everyone e cross join safe_plan s
where s.person_id = e.person_id and s.confirmed_at is not null
