with v as (values {int})
select p.id, p.bucket, p.given, p.family, p.born, p.died, p.died_on, p.sex, p.phone, p.email, p.language, p.address,
    p.reference, p.source_id
from v cross join person p
where p.id = v.column1
