select s.id, p.id, p.organization_id, coalesce(o.name, o.reference), p.name, s.kind, s.lot, s.expires_on, s.fund, s.unit_cents,
    s.received_at, s.on_hand, s.reserved, s.recalled_at
from goods_stock s cross join goods_place p cross join organization o
where s.id = $1 and p.id = s.place_id and o.id = p.organization_id
