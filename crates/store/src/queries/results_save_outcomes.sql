insert into outcome
    (measure, subject_id, bucket, person_id, organization_id, status, counts_on, on_date, due_on, have, needs, short,
     evidence, reason, strata)
values {text, int, int, int, int, text, text, text, text, int, int, flag, text, text, text}
on conflict (measure, subject_id) do update set
    bucket = excluded.bucket, person_id = excluded.person_id, organization_id = excluded.organization_id,
    status = excluded.status, counts_on = excluded.counts_on, on_date = excluded.on_date, due_on = excluded.due_on,
    have = excluded.have, needs = excluded.needs, short = excluded.short, evidence = excluded.evidence,
    reason = excluded.reason, strata = excluded.strata
