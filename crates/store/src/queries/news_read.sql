select made_at, key from news_read where account_id = $1
