select id from source_person where source_id = $1 and reference = $2
