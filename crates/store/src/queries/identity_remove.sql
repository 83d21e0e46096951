delete from mother_link where infant_id in (values {int})
