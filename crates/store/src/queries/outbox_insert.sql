insert into outbox (key, kind, address_class, template, referral_id, made_at) values {text, text, text, text, int, int}
on conflict (key) do nothing
