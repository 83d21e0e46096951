-- Scans that were typed in about somebody, or about a baby of hers, and that are still there.
with hers as (
    select m.id from person asked cross join person m
    where asked.id = $1 and m.id = coalesce(asked.merged_into, asked.id)
    union
    select m.id from person asked cross join person m
    where asked.id = $1 and m.merged_into = coalesce(asked.merged_into, asked.id)
),
babies as (select l.infant_id as id from hers h cross join mother_link l where l.mother_id = h.id),
everyone as (
    select id from hers
    union
    select id from babies
    union
    select m.id from babies b cross join person m where m.merged_into = b.id
)
select f.id
from everyone e cross join care_case c cross join submission s cross join door_file f
where c.person_id = e.id and s.case_id = c.id and f.submission_id = s.id
    and f.purpose = 'scan' and f.erased_at is null
order by f.id
