-- Who has something of a lot, or is kept something of it: of the places of an organisation, or of all (0).
select i.id, i.case_id, coalesce(q.merged_into, q.id), i.state, i.made_at, i.handed_at,
    coalesce((select a.name from account a where a.id = i.handed_by), ''), i.signed_name, i.signature, i.paper_with, i.follow_up_at,
    i.asked_at, coalesce((select a.name from account a where a.id = i.asked_by), ''), i.answers, i.note,
    s.id, p.id, p.organization_id, coalesce(o.name, o.reference), p.name, s.kind, s.lot, s.expires_on, s.fund, s.unit_cents,
    s.received_at, s.on_hand, s.reserved, s.recalled_at
from goods_stock s cross join goods_place p cross join goods_item i cross join person q cross join organization o
where s.kind = $1 and s.lot = $2 and p.id = s.place_id and ($3 = 0 or p.organization_id = $3)
  and i.stock_id = s.id and i.state in ('reserved', 'handed_out') and q.id = i.person_id and o.id = p.organization_id
order by i.id
