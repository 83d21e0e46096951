delete from dirty_bucket where bucket in (values {int}) and taken_at = $1
