insert into account_person (id, account_id, person_id, evidence, given_on, last_day, court_on, by_id, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
