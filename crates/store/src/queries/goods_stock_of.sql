-- What came to an organisation, or all (0), and what is left of it: what expires first comes first.
select s.id, p.id, p.organization_id, coalesce(o.name, o.reference), p.name, s.kind, s.lot, s.expires_on, s.fund, s.unit_cents,
    s.received_at, s.on_hand, s.reserved, s.recalled_at
from goods_place p cross join goods_stock s cross join organization o
where ($1 = 0 or p.organization_id = $1) and s.place_id = p.id and o.id = p.organization_id
order by p.id, s.kind, s.expires_on is null, s.expires_on, s.id
