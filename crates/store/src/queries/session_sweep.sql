delete from session where seen_at <= $1 or created_at <= $2
