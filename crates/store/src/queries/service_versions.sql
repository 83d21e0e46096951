select version, at, what, by_name, offer, open, said from service_version where service_id = $1 order by version desc limit $2
