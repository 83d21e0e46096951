update care_step set state = $3, changed_at = $4, changed_by = $5
where id = $1 and state <> $3 and exists (select 1 from care_goal g where g.id = care_step.goal_id and g.case_id = $2)
