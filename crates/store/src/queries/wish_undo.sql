-- What was kept before the try is kept again.
update phone_wish
set wish = before_wish, said_at = before_said_at, asked_by = before_asked_by, before_wish = null, before_said_at = null,
    before_asked_by = null, contact_id = null
where contact_id = $1 and before_wish is not null
