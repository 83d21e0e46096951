insert into goods_place (id, organization_id, name, made_at) values ($1, $2, $3, $4)
on conflict (organization_id, name) do nothing
