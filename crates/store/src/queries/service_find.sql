select s.id, s.name_key, s.organization_id, coalesce(o.name, o.reference), s.en, s.es, s.kind, s.only_one, s.place, s.prefer_if,
    s.languages, s.details, s.rules, s.open, c.free, c.confirmed_at, c.confirmed_by,
    (select count(*) from referral r where r.service_id = s.id and r.ended_at is null and r.holds
       and r.state in ('sent', 'received')),
    (select count(*) from referral r where r.service_id = s.id and r.state = 'waitlisted'),
    (select max(r.sent_at) from referral r where r.service_id = s.id), s.origin, s.version,
    s.words
from service s join organization o on o.id = s.organization_id left join service_capacity c on c.service_id = s.id
where s.id = $1
