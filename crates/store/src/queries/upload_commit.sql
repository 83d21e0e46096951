update upload set run_id = $2, committed_at = $3, mapping = coalesce($4, mapping), bytes = $5, erased_at = $3, receipt = $6,
    aside = $7
where id = $1 and committed_at is null and erased_at is null
