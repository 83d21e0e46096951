-- Entries since an instant, the newest first.
select id, at, account_id, who, action, subject, detail, hash from audit where at >= $1 order by at desc limit $2
