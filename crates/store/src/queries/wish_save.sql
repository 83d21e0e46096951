insert into phone_wish (person_id, number_key, wish, said_at) values ($1, $2, $3, $4)
on conflict (person_id, number_key) do update set wish = excluded.wish, said_at = excluded.said_at
where phone_wish.said_at <= excluded.said_at
