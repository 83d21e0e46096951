insert into referral_step (referral_id, seq, at, side, by_id, by_name, step, reason, state, note, visit_on)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
