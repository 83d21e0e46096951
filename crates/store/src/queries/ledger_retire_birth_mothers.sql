delete from birth_mother where record_id in (values {int})
