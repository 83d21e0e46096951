delete from quarantine_run where run_id = $1
