insert into audit (id, at, account_id, who, action, subject, detail, hash)
values {int, int, int, text, text, text, text, bytes}
