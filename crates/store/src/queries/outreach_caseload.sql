select infant_id from caseload where worker_id = $1 order by infant_id
