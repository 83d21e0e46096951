-- Current records of one type that a source sent and that were not taken back.
select reference from source_record
where source_id = $1 and reference > $2 || '/' and reference < $2 || '0' and coalesce(superseded_by, 0) = 0
    and length(bytes) > 0
order by reference
