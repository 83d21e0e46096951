select coalesce(merged_into, id) from person where id = $1
