insert into task (id, case_id, person_id, kind, en, es, role, owner_id, made_at, due_at, close_by, origin)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (origin) do nothing
