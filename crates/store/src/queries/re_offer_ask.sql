insert into re_offer (referral_id, made_at) values ($1, $2) on conflict (referral_id) do nothing
