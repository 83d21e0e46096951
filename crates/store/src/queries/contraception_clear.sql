delete from site_method where organization_id = $1
