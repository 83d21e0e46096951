update service_capacity set free = free + 1 where service_id = $1
