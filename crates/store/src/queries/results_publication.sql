select version, at, as_of, data_moment, whole, moved from publication where version = $1
