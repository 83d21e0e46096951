-- Babies with a stay at birth that ended, each counted on the day of discharge.
select
    i.subject_id,
    i.person_id,
    i.mother_id,
    i.born_latest,
    s.ends_on,
    s.ends_on as counts_on,
    s.ends_on as due_on,
    cast(null as varchar) as unknown_reason
from infant i
join (
    select b.subject_id, max(s.ends_on) as ends_on
    from stay s
    join infant b on b.person_id = s.person_id
    where s.ends_on is not null and s.starts_on between b.born_earliest and b.born_latest + 1
    group by b.subject_id
) s on s.subject_id = i.subject_id
