update care_event set withdrawn_at = $1 where id in (values {int})
