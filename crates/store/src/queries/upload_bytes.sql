select bytes from upload where id = $1
