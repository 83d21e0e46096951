update goods_item set state = 'handed_out', handed_at = $2, handed_by = $3, signed_name = $4, signature = $5, paper_with = $6,
    follow_up_at = $7
where id = $1 and state = 'reserved'
