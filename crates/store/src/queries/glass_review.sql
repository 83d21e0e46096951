update glass set finding = $2, note = $3, reviewed_by = $4, reviewed_at = $5
where id = $1 and finding is null and account_id <> $4
