select id, source_id, reference, version_id, last_updated, received_at, superseded_by, bytes
from source_record where id = $1
