select p.id, p.bucket, p.given, p.family, p.born, p.died, p.died_on, p.sex, p.phone, p.email, p.language, p.address,
    p.reference, p.source_id
from person asked cross join person p
where asked.id = $1 and p.id = coalesce(asked.merged_into, asked.id)
