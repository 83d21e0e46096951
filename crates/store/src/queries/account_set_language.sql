update account set language = $2 where id = $1
