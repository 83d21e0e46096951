-- People whose encounters are one of these records, as parts of another.
with v as (values {int})
select distinct p.source_person_id from v cross join part_of p where p.record_id = v.column1
