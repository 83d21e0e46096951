-- Who a source's reference is now.
select s.person_id from source_person s where s.source_id = $1 and s.reference = $2
