update consent set revoked_at = $2, revoked_by = $3, revoked_how = $4 where id = $1 and revoked_at is null
