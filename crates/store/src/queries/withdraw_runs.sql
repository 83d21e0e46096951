with v as (values {int})
select x.record_id, x.run_id from v cross join record_run x where x.record_id = v.column1
