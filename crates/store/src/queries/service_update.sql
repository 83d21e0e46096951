update service set
    organization_id = $3, en = $4, es = $5, kind = $6, only_one = $7, place = $8, prefer_if = $9, languages = $10,
    details = $11, words = $12, rules = $13, open = $14, said = $15, version = $16
where id = $1 and name_key = $2
