delete from dyad where infant_id in (values {int})
