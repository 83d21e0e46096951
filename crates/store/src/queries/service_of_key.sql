select id from service where name_key = $1 and origin is null
