-- What is asked for again keeps the time since which it waits.
insert into review (kind, a_id, b_id, attribute, probability, why, since, is_open)
values {text, int, int, text, real, text, int, flag}
on conflict (kind, a_id, b_id, attribute) do update set
    probability = excluded.probability, why = excluded.why, is_open = excluded.is_open
