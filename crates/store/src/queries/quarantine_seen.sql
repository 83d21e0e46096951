insert into quarantine_run (quarantine_id, run_id) values {int, int} on conflict do nothing
