insert into record_run (record_id, run_id) values {int, int}
