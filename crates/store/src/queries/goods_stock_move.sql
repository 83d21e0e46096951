-- Changes what is there, unless too little is; nothing leaves for a family that expired before a day or was called back.
update goods_stock set on_hand = on_hand + $2, reserved = reserved + $3
where id = $1 and reserved + $3 >= 0 and on_hand + $2 >= reserved + $3
  and ($4 = 0 or (recalled_at is null and (expires_on is null or expires_on >= $5)))
