select s.account_id, s.csrf, s.created_at, s.seen_at
from session s join account a on a.id = s.account_id
where s.token_hash = $1 and not a.disabled and s.seen_at > $2 and s.created_at > $3
