delete from loose_fact where record_id in (values {int})
