-- People one of whose names begins with $1 (up to $2) and one with $3 (up to $4), within a scope. A name under which
-- an id was merged away is one of the survivor's.
select p.id, p.bucket, p.given, p.family, p.born, p.died, p.died_on, p.sex, p.phone, p.email, p.language, p.address,
    p.reference, p.source_id
from person p
where p.id in (
    select coalesce(m.merged_into, m.id)
    from (
        select id from person where family_key >= $1 and family_key < $2
        union
        select id from person where given_key >= $1 and given_key < $2
    ) found
    cross join person m
    where m.id = found.id
      and ($3 = '' or (m.family_key >= $3 and m.family_key < $4) or (m.given_key >= $3 and m.given_key < $4))
  )
  and (
    $5 = 0
    or exists (select 1 from dyad d where d.infant_id = p.id and d.organization_id = $5)
    or exists (select 1 from dyad d where d.mother_id = p.id and d.organization_id = $5)
  )
  and (
    $6 = 0
    or exists (select 1 from caseload a where a.infant_id = p.id and a.worker_id = $6)
    or exists (
        select 1 from mother_link l join caseload a on a.infant_id = l.infant_id
        where l.mother_id = p.id and a.worker_id = $6
    )
  )
order by p.family_key, p.given_key, p.id
limit $7
