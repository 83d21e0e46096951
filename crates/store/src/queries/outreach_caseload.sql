select infant_id from assignment where worker_id = $1 order by infant_id
