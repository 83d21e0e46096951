-- What is kept for somebody at the places of an organisation, or of all (0).
select i.id, i.case_id, coalesce(q.merged_into, q.id), i.state, i.made_at, i.handed_at,
    coalesce((select a.name from account a where a.id = i.handed_by), ''), i.signed_name, i.signature, i.paper_with, i.follow_up_at,
    i.asked_at, coalesce((select a.name from account a where a.id = i.asked_by), ''), i.answers, i.note,
    s.id, p.id, p.organization_id, coalesce(o.name, o.reference), p.name, s.kind, s.lot, s.expires_on, s.fund, s.unit_cents,
    s.received_at, s.on_hand, s.reserved, s.recalled_at
from goods_place p cross join goods_stock s cross join goods_item i cross join person q cross join organization o
where ($1 = 0 or p.organization_id = $1) and s.place_id = p.id and s.reserved > 0 and i.stock_id = s.id
  and i.state = 'reserved' and q.id = i.person_id and o.id = p.organization_id
order by i.id
