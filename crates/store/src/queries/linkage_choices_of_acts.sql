with v as (values {int})
select c.act_id, c.attribute, c.source_person_id from v cross join choice c where c.act_id = v.column1
