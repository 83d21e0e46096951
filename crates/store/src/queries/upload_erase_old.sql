update upload set bytes = $1, erased_at = $2 where erased_at is null and at < $3
