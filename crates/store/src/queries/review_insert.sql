insert into case_review (id, case_id, reason, at, by_id) values ($1, $2, $3, $4, $5)
on conflict (case_id) where held_at is null do nothing
