select e.id, e.token, e.measure, e.chart, e.at, a.name
from embed e join account a on a.id = e.by_id
where e.token = $1 and e.undone_at is null
