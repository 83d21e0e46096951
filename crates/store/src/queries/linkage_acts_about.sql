-- The newest acts about some source people.
with v as (values {int})
select x.act_id from v cross join verdict x where x.kind in ('person', 'dyad', 'fact') and x.a_id = v.column1
union
select x.act_id from v cross join verdict x where x.kind in ('person', 'dyad', 'fact') and x.b_id = v.column1
union
select c.act_id from v cross join choice c where c.source_person_id = v.column1
order by 1 desc
limit $1
