select p.id, p.organization_id, coalesce(o.name, o.reference), p.name
from goods_place p join organization o on o.id = p.organization_id
where p.id = $1
