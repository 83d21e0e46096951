-- The members of some people, and of an id that is merged away its own source person, each with what it says.
with v as (values {int})
select v.column1, sp.id, sp.home_id, sp.source_id, sp.reference, f.record_id, f.body
from v
cross join source_person sp
left join source_record r
    on r.source_id = sp.source_id and r.reference = sp.reference and coalesce(r.superseded_by, 0) = 0
left join fact f on f.source_person_id = sp.id and f.record_id = r.id
where sp.person_id = v.column1 or sp.home_id = v.column1
