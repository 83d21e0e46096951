-- Source people, less those that are of another's person.
select cast(coalesce(sum(people), 0) as bigint) - (select count(*) from person where merged_into is not null)
from source
