-- Where some people lie.
with v as (values {int})
select distinct p.bucket from v cross join person p where p.id = v.column1
