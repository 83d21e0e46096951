select source_person_id from mother_work where source_person_id > $1 order by source_person_id limit $2
