insert into care_member (id, case_id, duty, name, works_for, at, by_id) values ($1, $2, $3, $4, $5, $6, $7)
