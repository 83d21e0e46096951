insert into dyad
    (infant_id, bucket, mother_id, organization_id, born_on, delivered_on, edd_on, birth_order, strata)
values {int, int, int, int, text, text, text, int, text}
on conflict (infant_id) do update set
    bucket = excluded.bucket, mother_id = excluded.mother_id, organization_id = excluded.organization_id,
    born_on = excluded.born_on, delivered_on = excluded.delivered_on, edd_on = excluded.edd_on,
    birth_order = excluded.birth_order, strata = excluded.strata
