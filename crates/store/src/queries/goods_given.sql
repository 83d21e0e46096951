-- How many were given in some months, by fund and kind, what they cost, and of how many that is known: of the places of an
-- organisation, or of all (0).
with v as (values {int, int})
select v.column1, s.fund, s.kind, count(*), cast(coalesce(sum(s.unit_cents), 0) as bigint), count(s.unit_cents)
from v cross join goods_movement m cross join goods_stock s cross join goods_place p
where m.what in ('handed_out', 'handed_over') and m.at >= v.column1 and m.at < v.column2 and s.id = m.stock_id
  and p.id = s.place_id and ($1 = 0 or p.organization_id = $1)
group by v.column1, s.fund, s.kind
order by v.column1, s.fund, s.kind
