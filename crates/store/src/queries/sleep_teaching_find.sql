select t.organization_id from sleep_teaching t where t.id = $1
