-- People of whom a run wrote something and of whom another source, the one named left out, has records too.
select count(distinct p.person_id)
from record_run x join source_record r on r.id = x.record_id join source_person p on p.id = r.source_person_id
where x.run_id = $1 and r.reference > 'Patient/' and r.reference < 'Patient0'
    and exists (
        select 1 from source_person o join source s on s.id = o.source_id
        where o.person_id = p.person_id and o.source_id <> p.source_id and s.name <> $2
    )
