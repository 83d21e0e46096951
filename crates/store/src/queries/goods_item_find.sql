select i.id, i.case_id, coalesce(q.merged_into, q.id), i.state, i.made_at, i.handed_at,
    coalesce((select a.name from account a where a.id = i.handed_by), ''), i.signed_name, i.signature, i.paper_with, i.follow_up_at,
    i.asked_at, coalesce((select a.name from account a where a.id = i.asked_by), ''), i.answers, i.note,
    s.id, p.id, p.organization_id, coalesce(o.name, o.reference), p.name, s.kind, s.lot, s.expires_on, s.fund, s.unit_cents,
    s.received_at, s.on_hand, s.reserved, s.recalled_at
from goods_item i cross join person q cross join goods_stock s cross join goods_place p cross join organization o
where i.id = $1 and q.id = i.person_id and s.id = i.stock_id and p.id = s.place_id and o.id = p.organization_id
