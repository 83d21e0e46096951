update service set
    organization_id = $3, en = $4, es = $5, kind = $6, only_one = $7, place = $8, prefer_if = $9, languages = $10,
    postal_code = $11, rules = $12, open = $13
where id = $1 and name_key = $2
