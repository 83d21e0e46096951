update service set said = $2 where id = $1
