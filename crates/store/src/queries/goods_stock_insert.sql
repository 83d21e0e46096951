insert into goods_stock (id, place_id, kind, lot, expires_on, fund, unit_cents, received_at, on_hand, reserved, recalled_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9)
