insert into link_work (source_person_id, seq) values {int, int}
on conflict (source_person_id) do update set seq = excluded.seq
