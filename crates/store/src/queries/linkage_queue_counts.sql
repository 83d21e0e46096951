select count(*), min(since) from review where is_open and kind = $1
