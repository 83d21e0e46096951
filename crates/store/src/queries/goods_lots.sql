-- Lots that were received of each kind.
select distinct s.kind, s.lot from goods_stock s where s.lot <> '' order by s.kind, s.lot
