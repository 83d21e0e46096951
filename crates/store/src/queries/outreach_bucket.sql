select bucket from person where id = $1
