select e.id, e.at, e.by_id, e.what, e.detail, coalesce((select a.name from account a where a.id = e.by_id), '')
from case_event e
where e.case_id = $1
order by e.id
