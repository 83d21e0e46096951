delete from contact_point
