delete from part_of where record_id in (values {int})
