-- Words of a person and of those that are merged into it, the newest first.
select c.id, coalesce(p.merged_into, p.id), c.word, c.grantee, c.service_kind, c.organization_id, c.categories, c.purposes,
    c.uses, c.grantor, c.grantor_name, c.evidence, c.channel, c.given_on, c.kept_by, c.language, c.version, c.from_at,
    c.until_at, c.at, c.revoked_at, c.by_id, c.revoked_by, c.revoked_how
from person asked cross join person p cross join consent c
where asked.id = $1
  and p.id in (
      select m.id from person m where m.id = coalesce(asked.merged_into, asked.id)
      union
      select m.id from person m where m.merged_into = coalesce(asked.merged_into, asked.id)
  )
  and c.person_id = p.id
order by c.at desc, c.id desc
