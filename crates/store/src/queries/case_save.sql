update care_case set
    expected_on = $3, born_on = $4, tier = $5, assessed = $6, score = $7, completeness = $8, reasons = $9,
    override_tier = $10, override_over = $11, override_reason = $12, override_by = $13, override_at = $14,
    due_at = $15, worker_id = $16, state = $17, before = $18, close_reason = $19, closed_at = $20, version = version + 1
where id = $1 and version = $2
