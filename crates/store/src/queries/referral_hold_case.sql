-- Makes whoever changes the same case or its referrals next wait until this transaction ends.
update care_case set version = version where id = $1 returning closed_at is null
