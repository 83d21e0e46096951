insert into mother_link (infant_id, mother_id, technique, record_id, probability) values {int, int, text, int, real}
on conflict (infant_id) do update set
    mother_id = excluded.mother_id, technique = excluded.technique, record_id = excluded.record_id,
    probability = excluded.probability
