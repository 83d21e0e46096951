-- The dyad in which someone is the infant, or else the latest in which she is the mother.
select organization_id, worker_id
from (
    select d.organization_id, a.worker_id, 0 as place, d.infant_id
    from dyad d left join caseload a on a.infant_id = d.infant_id
    where d.infant_id = (select coalesce(merged_into, id) from person where id = $1)
    union all
    select d.organization_id, a.worker_id, case when a.worker_id is null then 2 else 1 end, d.infant_id
    from dyad d left join caseload a on a.infant_id = d.infant_id
    where d.mother_id = (select coalesce(merged_into, id) from person where id = $1)
) found
order by place, infant_id desc
limit 1
