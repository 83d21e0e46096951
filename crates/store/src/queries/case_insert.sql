insert into care_case
    (id, person_id, expected_on, born_on, opened_at, tier, assessed, score, completeness, reasons, due_at, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'new')
