select coalesce(max(last_received_at), 0) from source
