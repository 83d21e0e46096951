-- How many pairs of records wait to be looked at in which somebody may be the same as another.
select count(*)
from (
    select r.a_id, r.b_id
    from source_person s cross join review r
    where s.person_id = $1 and r.kind = 'person' and r.a_id = s.id and r.is_open
    union
    select r.a_id, r.b_id
    from source_person s cross join review r
    where s.person_id = $1 and r.kind = 'person' and r.b_id = s.id and r.is_open
) found
