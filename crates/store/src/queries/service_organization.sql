select id from organization where name = $1 order by id limit 1
