delete from dyad_proposal where (infant_id, mother_id) in (values {int, int})
