with v as (values {int})
select r.id, r.bytes from v cross join source_record r where r.id = v.column1
