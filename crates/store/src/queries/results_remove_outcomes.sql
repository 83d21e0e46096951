delete from outcome where (measure, subject_id) in (values {text, int})
