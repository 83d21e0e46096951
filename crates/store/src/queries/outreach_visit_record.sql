update visit set record_id = $2 where id = $1
