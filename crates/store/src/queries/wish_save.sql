insert into phone_wish (person_id, number_key, wish, said_at, asked_by) values ($1, $2, $3, $4, $5)
on conflict (person_id, number_key) do update
set wish = excluded.wish, said_at = excluded.said_at, asked_by = excluded.asked_by
where phone_wish.said_at <= excluded.said_at
