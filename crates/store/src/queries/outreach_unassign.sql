delete from assignment where infant_id in (values {int})
