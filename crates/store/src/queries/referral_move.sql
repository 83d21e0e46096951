update referral set state = $3, version = version + 1, holds = $4, since_at = $5, due_at = $6, waiting_from = $7, ended_at = $8,
    visit_on = $9
where id = $1 and version = $2
