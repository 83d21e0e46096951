-- An open case is due no later than what has to be done about it.
update care_case set due_at = $2, version = version + 1 where id = $1 and closed_at is null and due_at > $2
