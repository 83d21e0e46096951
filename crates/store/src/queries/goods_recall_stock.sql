update goods_stock set recalled_at = $3 where kind = $1 and lot = $2 and recalled_at is null
