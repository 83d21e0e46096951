insert into annotation (id, measure, organization_id, on_date, words, at, by_id) values ($1, $2, $3, $4, $5, $6, $7)
