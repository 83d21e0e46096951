update counter set value = $2 where name = $1
