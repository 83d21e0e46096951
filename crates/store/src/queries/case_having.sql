-- Those of some people who have a case, or had one; of every id that is merged with theirs.
with v as (values {int}),
everyone as (
    select v.column1 as asked, m.id from v cross join person p cross join person m
    where p.id = v.column1 and m.id = coalesce(p.merged_into, p.id)
    union
    select v.column1, m.id from v cross join person p cross join person m
    where p.id = v.column1 and m.merged_into = coalesce(p.merged_into, p.id)
)
select distinct e.asked from everyone e cross join care_case c where c.person_id = e.id
