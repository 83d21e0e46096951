-- What stands beside a measure, the oldest first.
select n.id, n.measure, n.organization_id, o.name, n.on_date, n.words, n.at, a.name
from annotation n join account a on a.id = n.by_id left join organization o on o.id = n.organization_id
where n.measure = $1 and n.undone_at is null
order by n.on_date, n.id
