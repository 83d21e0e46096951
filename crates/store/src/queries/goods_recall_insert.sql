insert into goods_recall (id, kind, lot, reason, at, by_id) values ($1, $2, $3, $4, $5, $6) on conflict (kind, lot) do nothing
