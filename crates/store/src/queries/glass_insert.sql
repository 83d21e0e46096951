insert into glass (id, account_id, person_id, reason, words, at, until_at) values ($1, $2, $3, $4, $5, $6, $7)
