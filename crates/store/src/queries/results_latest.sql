select version, at, as_of, data_moment, whole, moved from publication order by version desc limit 1
