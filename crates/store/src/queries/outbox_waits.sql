select 1 from outbox where sent_at is null and next_at <= $1 and (taken_at is null or taken_at <= $2) limit 1
