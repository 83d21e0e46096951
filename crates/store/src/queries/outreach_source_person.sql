-- The first source that knew someone.
select id, source_id from source_person where person_id = $1 order by id limit 1
