delete from patient_link where (source_person_id, record_id) in (values {int, int})
