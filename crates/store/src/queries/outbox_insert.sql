insert into outbox (key, kind, address_class, template, referral_id, case_id, service_id, reader, made_at)
values {text, text, text, text, int, int, int, text, int}
on conflict (key) do nothing
