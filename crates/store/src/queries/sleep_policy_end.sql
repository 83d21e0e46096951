-- What was in force ends where the next begins.
update sleep_policy set to_on = $2 where organization_id = $1 and from_on < $2 and (to_on is null or to_on > $2)
