select referral_id, service_id, expires_at, made_at from link
where hash = $1 and purpose = $2 and used_at is null and revoked_at is null and expires_at > $3
