update dirty_bucket set taken_at = null where taken_at is not null
