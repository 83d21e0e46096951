update upload set undone_at = $3, undone_by = $2, stayed = $4 where id = $1
