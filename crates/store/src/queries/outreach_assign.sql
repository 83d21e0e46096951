insert into assignment (infant_id, worker_id, by_id, assigned_at) values {int, int, int, int}
on conflict (infant_id) do update set
    worker_id = excluded.worker_id, by_id = excluded.by_id, assigned_at = excluded.assigned_at
