select r.id, r.kind, r.lot, r.reason, r.at, a.name from goods_recall r join account a on a.id = r.by_id where r.id = $1
