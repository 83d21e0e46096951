select seq, at, side, by_name, step, reason, state, note, visit_on from referral_step where referral_id = $1 order by seq
