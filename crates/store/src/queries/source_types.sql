select source_id, resource_type, records from source_type order by source_id, resource_type
