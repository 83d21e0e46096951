-- What a source sent that could not be read, by the hashes of its bytes.
with v as (values {bytes})
select distinct q.hash, q.bytes from v cross join quarantine q where q.source_id = $1 and q.hash = v.column1
