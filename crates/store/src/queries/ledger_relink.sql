-- Versions that are now followed by another.
with v as (values {int, int})
update source_record set superseded_by = v.column2 from v where source_record.id = v.column1
