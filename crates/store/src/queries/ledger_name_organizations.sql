-- Organisations as their own current records say.
with v as (values {text, text, text})
update organization set name = v.column2, identifiers = v.column3
from v
where organization.source_id = $1 and organization.reference = v.column1
