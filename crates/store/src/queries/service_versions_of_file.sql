select service_id, version from service_version where file_id = $1 order by service_id
