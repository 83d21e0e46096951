-- What moved after a publication and up to another, the oldest first.
select version, moved_cells from publication where version > $1 and version <= $2 order by version
