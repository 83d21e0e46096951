-- The charts of a measure that stand outside, the newest first.
select e.id, e.token, e.measure, e.chart, e.at, a.name
from embed e join account a on a.id = e.by_id
where e.measure = $1 and e.undone_at is null
order by e.id desc
