update link set used_at = $3
where hash = $1 and purpose = $2 and used_at is null and revoked_at is null and expires_at > $3
returning referral_id, service_id, expires_at
