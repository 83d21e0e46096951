select person_id from source_person where id = $1
