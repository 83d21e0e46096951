-- Who stated what stood before states what stands again.
with v as (values {int, int})
insert into record_stated (record_id, run_id)
select v.column2, s.run_id from v cross join record_stated s where s.record_id = v.column1
on conflict do nothing
