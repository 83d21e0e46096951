select c.bucket from person p cross join person c where p.id = $1 and c.id = coalesce(p.merged_into, p.id)
