select id, login, name, role, organization_id, language, password_hash, disabled from account order by login_key
