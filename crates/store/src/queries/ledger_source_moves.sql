update source set people = people + $2,
    last_received_at = case when last_received_at > $3 then last_received_at else $3 end
where id = $1
