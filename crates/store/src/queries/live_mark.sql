-- A bucket that was taken is dirty again; one that waits keeps its place.
insert into dirty_bucket (bucket, dirtied_at) values {int, int}
on conflict (bucket) do update set
    taken_at = null,
    dirtied_at = case when dirty_bucket.taken_at is null then dirty_bucket.dirtied_at else excluded.dirtied_at end
