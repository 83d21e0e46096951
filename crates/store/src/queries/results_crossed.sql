-- Subjects of a measure that are in the rate, by all their strata at once: how many of each.
select o.organization_id, o.strata, o.status, count(*)
from outcome o
where o.measure = $1 and o.status in ('met', 'not_met') and o.counts_on >= $2 and o.counts_on < $3
group by o.organization_id, o.strata, o.status
