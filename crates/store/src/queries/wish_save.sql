insert into phone_wish (person_id, number_key, wish, said_at, asked_by) values ($1, $2, $3, $4, $5)
on conflict (person_id, number_key) do update
set before_wish = phone_wish.wish, before_said_at = phone_wish.said_at, before_asked_by = phone_wish.asked_by,
    wish = excluded.wish, said_at = excluded.said_at, asked_by = excluded.asked_by, contact_id = null
where phone_wish.said_at <= excluded.said_at
