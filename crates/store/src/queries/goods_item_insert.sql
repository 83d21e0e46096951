insert into goods_item (id, stock_id, case_id, person_id, state, once_key, made_at, made_by, handed_at, handed_by, signed_name,
    signature, paper_with, follow_up_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (once_key) do nothing
