-- Nothing was kept before the try.
delete from phone_wish where contact_id = $1
