select 1 from link where hash = $1
