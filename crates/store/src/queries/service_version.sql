select version, at, what, by_name, offer, open, said from service_version where service_id = $1 and version = $2
