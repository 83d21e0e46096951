-- The source person whose own person someone is: the first that knew them.
select id, source_id from source_person where home_id = $1
