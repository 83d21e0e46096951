select count(*) from dirty_bucket
