update account_person set chosen_at = $2 where account_id = $1 and chosen_at is null
