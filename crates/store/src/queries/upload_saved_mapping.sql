select mapping from saved_mapping where source_id = $1
