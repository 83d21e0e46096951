-- The oldest that nobody has, or whose taker has not been heard of for too long.
update dirty_bucket set taken_at = $2
where bucket in (
    select bucket from dirty_bucket where taken_at is null or taken_at <= $3 order by dirtied_at, bucket limit $1
)
and (taken_at is null or taken_at <= $3)
returning bucket, dirtied_at
