select cast(coalesce(sum(people), 0) as bigint) from source
