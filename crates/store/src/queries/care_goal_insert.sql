insert into care_goal (id, case_id, words, language, state, at, by_id) values ($1, $2, $3, $4, 'open', $5, $6)
