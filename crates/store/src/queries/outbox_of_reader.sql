-- What somebody reads here, the newest first.
select o.key, o.kind, o.address_class, o.template, o.referral_id, o.case_id, o.service_id, o.made_at, o.sent_by,
    coalesce(s.en, ''), coalesce(s.es, '')
from outbox o left join referral r on r.id = o.referral_id left join service s on s.id = coalesce(o.service_id, r.service_id)
where o.reader = $1 and (o.made_at, o.key) < ($2, $3)
order by o.made_at desc, o.key desc
limit $4
