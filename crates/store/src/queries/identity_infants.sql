with v as (values {int})
select l.infant_id from v cross join mother_link l where l.mother_id = v.column1
