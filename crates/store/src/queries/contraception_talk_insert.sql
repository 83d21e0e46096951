insert into contraception_talk (case_id, seq, person_id, asked, wants, offered, chosen, outcome, at, by_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (case_id, seq) do nothing
