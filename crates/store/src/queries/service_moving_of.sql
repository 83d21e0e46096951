-- What moves of some services; the same as of all.
with v as (values {int})
select s.id, s.version, coalesce(o.name, o.reference), c.free, c.confirmed_at, c.confirmed_by,
    (select count(*) from referral r where r.service_id = s.id and r.ended_at is null and r.holds
       and r.state in ('sent', 'received')),
    (select count(*) from referral r where r.service_id = s.id and r.waiting_from is not null),
    (select max(r.sent_at) from referral r where r.service_id = s.id)
from v cross join service s cross join organization o left join service_capacity c on c.service_id = s.id
where s.id = v.column1 and o.id = s.organization_id
