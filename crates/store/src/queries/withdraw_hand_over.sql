-- What another run stated too is that one's from now on.
update record_run set run_id = (select min(s.run_id) from record_stated s where s.record_id = record_run.record_id)
where run_id = $1 and exists (select 1 from record_stated s where s.record_id = record_run.record_id)
