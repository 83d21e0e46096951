-- Notes that a run states records of other runs.
with v as (values {int}), this as (select cast($1 as bigint) as run_id)
insert into record_stated (record_id, run_id)
select distinct x.record_id, this.run_id
from v cross join this cross join record_run x
where x.record_id = v.column1 and x.run_id <> this.run_id
on conflict do nothing
