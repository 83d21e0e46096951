select free, confirmed_at from service_capacity where service_id = $1
