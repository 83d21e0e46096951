select state, due_at from referral where case_id = $1
