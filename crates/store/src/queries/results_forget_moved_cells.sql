update publication set moved_cells = null where version <= $1 and moved_cells is not null
