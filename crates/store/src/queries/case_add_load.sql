insert into case_load (worker_id, open) values ($1, $2)
on conflict (worker_id) do update set open = case_load.open + excluded.open
