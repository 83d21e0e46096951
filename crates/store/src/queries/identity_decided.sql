-- Decisions about whose some infants are, that stand.
with v as (values {int})
select x.act_id, x.a_id, x.b_id, x.verdict
from v cross join verdict x cross join act t
where x.kind = 'dyad' and x.a_id = v.column1 and t.id = x.act_id and t.undone_at is null
