-- What waits the longest and nobody is sending, or whose sender has not been heard of for too long.
update outbox set taken_at = $1, tries = tries + 1
where key = (
    select key from outbox where sent_at is null and next_at <= $1 and (taken_at is null or taken_at <= $2)
    order by next_at, made_at, key limit 1
)
returning key, kind, address_class, template, referral_id, case_id, service_id, made_at, tries, reader
