select distinct organization_id from submission where case_id = $1 and organization_id is not null order by organization_id
