-- One status of a work list, by deadline.
select o.measure, o.subject_id, o.person_id, o.organization_id, o.status, o.counts_on, o.on_date, o.due_on, o.have, o.needs,
    o.evidence, o.reason, o.strata
from outcome o
where o.measure = $1 and o.status = $2
  and (o.due_on, o.subject_id) > ($3, $4) and o.due_on <= $5
  and (not $6 or o.short)
  and (
    not $7
    or (
        not exists (select 1 from caseload a where a.infant_id = o.person_id)
        and not exists (
            select 1 from mother_link l join caseload a on a.infant_id = l.infant_id where l.mother_id = o.person_id
        )
    )
  )
  and ($8 = '' or replace(o.strata, $8, '') <> o.strata)
  and ($9 = '' or (o.counts_on >= $9 and o.counts_on <= $10))
order by o.due_on, o.subject_id
limit $11
