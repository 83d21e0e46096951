-- In whose terms a record about someone speaks, and its reference.
select s.source_id, r.reference
from source_person s cross join source_record r
where s.id = $1 and r.id = $2
