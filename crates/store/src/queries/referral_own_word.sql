update referral set own_reached = $3, own_served = $4, own_at = $5, version = version + 1
where id = $1 and version = $2
