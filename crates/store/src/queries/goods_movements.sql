-- What happened to a delivery, the newest first.
select m.at, a.name, m.what, m.on_hand_by, m.reserved_by, m.note, m.item_id
from goods_movement m join account a on a.id = m.by_id
where m.stock_id = $1
order by m.id desc
limit $2
