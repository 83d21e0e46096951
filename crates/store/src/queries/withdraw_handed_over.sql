-- The run whose a record is does not state it besides.
delete from record_stated
where record_id in (values {int}) and exists (
    select 1 from record_run x where x.record_id = record_stated.record_id and x.run_id = record_stated.run_id
)
