select cast(coalesce(sum(l.open), 0) as bigint) from case_load l
