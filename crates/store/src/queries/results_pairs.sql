-- Of the subjects that two of some measures both count in a period: how many stand where in each.
with v as (values {text})
select one.measure, other.measure, one.status, other.status, count(*)
from v cross join outcome one
join outcome other on other.subject_id = one.subject_id
where one.measure = v.column1
  and other.measure in (select column1 from v) and other.measure > one.measure
  and one.status in ('met', 'not_met') and other.status in ('met', 'not_met')
  and one.counts_on >= $1 and one.counts_on < $2 and other.counts_on >= $1 and other.counts_on < $2
  and ($3 = 0 or (one.organization_id = $3 and other.organization_id = $3))
group by one.measure, other.measure, one.status, other.status
