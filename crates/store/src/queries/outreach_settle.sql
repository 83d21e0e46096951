-- The assignment of a person's own id, or else that of the first id that is merged into it; it may be to nobody.
with v as (values {int})
insert into caseload (infant_id, worker_id)
select p.id, a.worker_id
from v cross join person p cross join assignment a
where p.id = v.column1 and p.merged_into is null and a.worker_id is not null and a.infant_id = coalesce(
    (select o.infant_id from assignment o where o.infant_id = p.id),
    (select min(o.infant_id) from person m cross join assignment o where m.merged_into = p.id and o.infant_id = m.id)
)
