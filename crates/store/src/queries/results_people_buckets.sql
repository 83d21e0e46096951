with v as (values {int})
select p.id, p.bucket from v cross join person p where p.id = v.column1
