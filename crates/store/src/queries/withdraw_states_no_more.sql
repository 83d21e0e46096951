delete from record_stated where run_id = $1
