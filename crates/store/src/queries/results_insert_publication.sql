insert into publication (version, at, as_of, data_moment, whole, moved, moved_cells) values ($1, $2, $3, $4, $5, $6, $7)
