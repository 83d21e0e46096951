select count(*) from quarantine where resolved_at is null
