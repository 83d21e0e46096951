select seq, source_person_id from link_work where seq > $1 order by seq limit $2
