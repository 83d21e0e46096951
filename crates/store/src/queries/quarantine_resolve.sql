update quarantine set resolved_at = $2 where id = $1 and resolved_at is null
