insert into news_read (account_id, made_at, key) values ($1, $2, $3)
on conflict (account_id) do update set made_at = excluded.made_at, key = excluded.key
where (excluded.made_at, excluded.key) > (news_read.made_at, news_read.key)
