-- People as their current records say. Where they lie is decided elsewhere.
insert into person
    (id, bucket, source_id, reference, given, family, given_key, family_key, born, died, died_on, sex, phone, email,
     language, address)
values {int, int, int, text, text, text, text, text, text, flag, text, text, text, text, text, text}
on conflict (id) do update set
    given = excluded.given, family = excluded.family, given_key = excluded.given_key,
    family_key = excluded.family_key, born = excluded.born, died = excluded.died, died_on = excluded.died_on,
    sex = excluded.sex, phone = excluded.phone, email = excluded.email, language = excluded.language,
    address = excluded.address
