-- What was set aside in one run and in no other.
update quarantine set resolved_at = $2
where resolved_at is null and id in (select s.quarantine_id from quarantine_run s where s.run_id = $1)
    and not exists (select 1 from quarantine_run o where o.quarantine_id = quarantine.id and o.run_id <> $1)
