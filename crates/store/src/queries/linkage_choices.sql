-- Choices about some source people that stand.
with v as (values {int})
select c.act_id, c.attribute, c.source_person_id
from v cross join choice c cross join act t
where c.source_person_id = v.column1 and t.id = c.act_id and t.undone_at is null
