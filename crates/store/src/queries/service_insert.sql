insert into service
    (id, name_key, organization_id, en, es, kind, only_one, place, prefer_if, languages, details, words, rules, open, said,
    version, origin)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
