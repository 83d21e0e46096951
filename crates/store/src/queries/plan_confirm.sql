update safe_plan set confirmed_told = $2, confirmed_by = $3, confirmed_at = $4 where id = $1 and confirmed_at is null
