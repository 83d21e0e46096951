-- Says again what was withdrawn, or says it by another record.
with v as (values {int, int})
update care_event set withdrawn_at = null, record_id = v.column2 from v where care_event.id = v.column1
