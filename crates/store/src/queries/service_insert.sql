insert into service
    (id, name_key, organization_id, en, es, kind, only_one, place, prefer_if, languages, postal_code, rules, open)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
