-- Infants about whom and one of these people somebody decided.
with v as (values {int})
select x.a_id from v cross join verdict x where x.kind = 'dyad' and x.b_id = v.column1
