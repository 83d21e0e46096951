update account set disabled = true where id = $1
