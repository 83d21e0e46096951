update goods_item set asked_at = $2, asked_by = $3, answers = $4, note = $5 where id = $1 and asked_at is null
  and state = 'handed_out'
