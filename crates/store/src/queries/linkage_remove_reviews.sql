delete from review where (kind, a_id, b_id, attribute) in (values {text, int, int, text})
