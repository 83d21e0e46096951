update care_case set state = $2, due_at = $3, version = version + 1
where id = $1 and closed_at is null and (state <> $2 or due_at <> $3)
