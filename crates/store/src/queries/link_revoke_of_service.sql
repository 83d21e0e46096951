update link set revoked_at = $2 where service_id = $1 and used_at is null and revoked_at is null
