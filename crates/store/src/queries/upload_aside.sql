select aside from upload where id = $1
