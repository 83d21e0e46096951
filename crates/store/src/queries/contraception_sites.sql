-- What sites say of their methods.
select m.organization_id, coalesce(o.name, o.reference), m.method, m.access, m.at
from site_method m join organization o on o.id = m.organization_id
order by m.organization_id, m.method
