select id, at, account_id, who, action, subject, detail, hash from audit order by id desc limit $1
