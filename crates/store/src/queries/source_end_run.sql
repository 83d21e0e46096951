update run set ended_at = case when started_at > $2 then started_at else $2 end,
    new = $3, unchanged = $4, superseding = $5, older = $6, kept = $7, quarantined = $8
where id = $1
