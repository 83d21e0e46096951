update outbox set next_at = $2, taken_at = null where key = $1 and sent_at is null
