insert into verdict (act_id, kind, a_id, b_id, attribute, verdict, never_again, seq)
values {int, text, int, int, text, text, flag, int}
