-- New numbers, so that who reads in their order sees that something about the pair changed.
with v as (values {text, int, int, text, int})
update verdict set seq = v.column5
from v
where verdict.act_id = $1 and verdict.kind = v.column1 and verdict.a_id = v.column2 and verdict.b_id = v.column3
  and verdict.attribute = v.column4
