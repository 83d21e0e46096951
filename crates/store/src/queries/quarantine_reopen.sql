update quarantine set resolved_at = null, seen_at = $1, run_id = $2 where id in (values {int})
