delete from mother_work where source_person_id in (values {int})
