update referral set sender_reached = $3, sender_served = $4, version = version + 1
where id = $1 and version = $2
