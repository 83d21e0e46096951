update door_file set bytes = $3, erased_at = $4
where purpose = $1 and erased_at is null and case when purpose = 'scan' then done_at else at end < $2
