update outbox set sent_at = $2 where key = $1 and sent_at is null
