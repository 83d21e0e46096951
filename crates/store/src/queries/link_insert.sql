insert into link (hash, purpose, referral_id, service_id, by_id, made_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
