select referral_id, made_at from re_offer where done_at is null and (made_at, referral_id) > ($1, $2)
order by made_at, referral_id
limit $3
