-- Verdicts about some pairs that stand, with who gave them.
with v as (values {text, int, int, text})
select x.kind, x.a_id, x.b_id, x.attribute, x.act_id, x.verdict, x.never_again, a.name, t.at
from v cross join verdict x cross join act t left join account a on a.id = t.by_id
where x.kind = v.column1 and x.a_id = v.column2 and x.b_id = v.column3 and x.attribute = v.column4
  and t.id = x.act_id and t.undone_at is null
