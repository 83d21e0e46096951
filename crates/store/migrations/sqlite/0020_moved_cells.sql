-- By how much a publication moved each cell, so that whoever holds the cells moves them too and need not read them all
-- again. None where too many moved, and of publications that are long past.

alter table publication add column moved_cells text;
