update re_offer set done_at = $2 where referral_id = $1 and done_at is null
