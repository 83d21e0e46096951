insert into account (id, login, login_key, name, role, organization_id, language, password_hash, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (login_key) do nothing
