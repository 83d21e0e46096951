select bytes from quarantine where id = $1
