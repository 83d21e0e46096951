insert into care_step (id, goal_id, words, owner, due_on, state, at, by_id)
select $1, g.id, $4, $5, $6, 'open', $7, $8 from care_goal g where g.id = $2 and g.case_id = $3
