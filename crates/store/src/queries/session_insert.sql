insert into session (token_hash, account_id, csrf, created_at, seen_at) values ($1, $2, $3, $4, $4)
