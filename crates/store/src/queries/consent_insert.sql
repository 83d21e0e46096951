insert into consent (id, person_id, word, grantee, service_kind, organization_id, categories, purposes, uses, grantor,
    grantor_name, evidence, channel, given_on, kept_by, language, version, from_at, until_at, by_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
