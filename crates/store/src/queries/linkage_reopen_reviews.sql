with v as (values {text, int, int, text, flag})
update review set is_open = v.column5
from v
where review.kind = v.column1 and review.a_id = v.column2 and review.b_id = v.column3
  and review.attribute = v.column4
