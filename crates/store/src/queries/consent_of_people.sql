-- Words of some people and of those that are merged with each.
with v as (values {int}),
asked as (
    select v.column1 as id, coalesce(p.merged_into, p.id) as stands from v cross join person p where p.id = v.column1
),
everyone as (
    select id, stands, stands as person_id from asked
    union
    select a.id, a.stands, m.id from asked a cross join person m where m.merged_into = a.stands
)
select c.id, e.stands, c.word, c.grantee, c.service_kind, c.organization_id, c.categories, c.purposes, c.uses, c.grantor,
    c.grantor_name, c.evidence, c.channel, c.given_on, c.kept_by, c.language, c.version, c.from_at, c.until_at, c.at,
    c.revoked_at, c.by_id, c.revoked_by, c.revoked_how, e.id
from everyone e cross join consent c
where c.person_id = e.person_id
