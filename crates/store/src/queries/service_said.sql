select said from service where id = $1
