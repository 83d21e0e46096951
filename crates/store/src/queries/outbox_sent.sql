update outbox set sent_at = $2, sent_by = $3, taken_at = null where key = $1 and sent_at is null
