insert into referral
    (id, service_id, case_id, person_id, by_id, why, do_not_contact, state, version, holds, sent_at, since_at, due_at)
values ($1, $2, $3, $4, $5, $6, $7, 'sent', 1, $8, $9, $9, $10)
