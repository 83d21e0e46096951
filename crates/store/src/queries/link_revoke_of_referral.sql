update link set revoked_at = $2 where referral_id = $1 and purpose = $3 and used_at is null and revoked_at is null
