update case_review set held_at = $3, held_by = $4, notes = $5 where id = $1 and case_id = $2 and held_at is null
