-- Subjects of a measure whose time is told, by how long each took or has waited so far: how many of each.
select o.status, o.counts_on, coalesce(o.on_date, ''), o.due_on, o.strata, count(*)
from outcome o
where o.measure = $1 and o.status in ('met', 'not_met', 'pending') and o.counts_on >= $2 and o.counts_on < $3
  and ($4 = 0 or o.organization_id = $4)
group by o.status, o.counts_on, coalesce(o.on_date, ''), o.due_on, o.strata
