update outbox set taken_at = null where sent_at is null and taken_at is not null and next_at >= 0
