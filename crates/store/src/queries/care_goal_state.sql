update care_goal set state = $3 where id = $1 and case_id = $2 and state <> $3
