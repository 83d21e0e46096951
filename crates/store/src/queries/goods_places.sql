select p.id, p.organization_id, coalesce(o.name, o.reference), p.name
from goods_place p join organization o on o.id = p.organization_id
where $1 = 0 or p.organization_id = $1
order by p.organization_id, p.id
