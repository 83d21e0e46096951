insert into contact_point (whose, email, phone, language) values {text, text, text, text}
on conflict (whose) do update set email = excluded.email, phone = excluded.phone, language = excluded.language
