select count(*) from care_case c where c.closed_at is null and c.due_at < $1
