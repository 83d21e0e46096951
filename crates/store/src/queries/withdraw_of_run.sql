-- What a run wrote.
select r.id, r.source_id, r.reference, r.superseded_by
from record_run x cross join source_record r
where x.run_id = $1 and r.id = x.record_id
order by r.id
