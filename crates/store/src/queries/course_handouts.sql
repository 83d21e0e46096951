with v as (values {int})
select i.case_id, i.id, s.kind, i.handed_at, i.asked_at, case when i.state = 'returned' then i.ended_at end
from v cross join goods_item i cross join goods_stock s
where i.case_id = v.column1 and i.handed_at is not null and s.id = i.stock_id
order by i.case_id, i.id
