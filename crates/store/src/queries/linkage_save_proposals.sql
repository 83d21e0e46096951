insert into dyad_proposal (infant_id, mother_id, probability, evidence) values {int, int, real, text}
on conflict (infant_id, mother_id) do update set
    probability = excluded.probability, evidence = excluded.evidence
