-- Source people with their own current record and what it says.
with v as (values {int})
select sp.id, sp.source_id, s.name, sp.home_id, sp.person_id, sp.reference, f.record_id, f.body
from v
cross join source_person sp
cross join source s
left join source_record r
    on r.source_id = sp.source_id and r.reference = sp.reference and coalesce(r.superseded_by, 0) = 0
left join fact f on f.source_person_id = sp.id and f.record_id = r.id
where sp.id = v.column1 and s.id = sp.source_id
