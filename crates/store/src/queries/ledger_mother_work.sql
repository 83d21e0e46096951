insert into mother_work (source_person_id) values {int} on conflict (source_person_id) do nothing
