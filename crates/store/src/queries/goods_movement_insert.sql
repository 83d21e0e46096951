insert into goods_movement (id, stock_id, item_id, at, by_id, what, on_hand_by, reserved_by, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
