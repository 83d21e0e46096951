-- The word that was just kept was said at this try.
update phone_wish set contact_id = $3 where person_id = $1 and number_key = $2 and said_at = $4
