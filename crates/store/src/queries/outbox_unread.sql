select count(*) from (select 1 from outbox where reader = $1 and (made_at, key) > ($2, $3) limit $4) unread
