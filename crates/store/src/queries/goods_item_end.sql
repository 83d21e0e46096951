update goods_item set state = $3, ended_at = $4 where id = $1 and state = $2
