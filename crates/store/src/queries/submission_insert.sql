insert into submission
    (id, case_id, person_id, record_id, source_id, organization_id, form, form_version, channel, by_id, by_name,
     authored_at, at, expected_on, born_on, factors, joined, contact_by, receipt, once_key)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
