insert into embed (id, token, measure, chart, at, by_id) values ($1, $2, $3, $4, $5, $6)
