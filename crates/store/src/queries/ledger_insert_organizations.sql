insert into organization (id, source_id, reference, identifiers) values {int, int, text, text}
