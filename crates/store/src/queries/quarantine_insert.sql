insert into quarantine
    (id, source_id, run_id, file, place, reason, message, help, resource_type, length, seen_at, hash, bytes)
values {int, int, int, text, text, text, text, text, text, int, int, bytes, bytes}
