select id, source_id, reference, name, identifiers from organization order by id
