insert into sleep_policy (id, organization_id, from_on, to_on, document, words, at, by_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
