select key, kind, address_class, template, referral_id, made_at from outbox
where sent_at is null and (made_at > $1 or (made_at = $1 and key > $2))
order by made_at, key
limit $3
