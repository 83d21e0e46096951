select r.id, r.service_id, s.en, s.es, s.organization_id, coalesce(o.name, o.reference), r.case_id,
    coalesce(p.merged_into, p.id), r.by_id, r.why, r.do_not_contact, r.state, r.version, r.holds, r.sent_at, r.since_at,
    r.due_at, r.sender_reached, r.sender_served, r.own_reached, r.own_served, s.kind,
    (select count(*) from referral w
     where r.state = 'waitlisted' and w.state = 'waitlisted' and w.service_id = r.service_id
       and (w.waiting_from < r.waiting_from or (w.waiting_from = r.waiting_from and w.id <= r.id))),
    r.visit_on
from referral r cross join service s cross join organization o cross join person p
where r.state in ('sent', 'received') and (r.due_at > $1 or (r.due_at = $1 and r.id > $2)) and r.due_at <= $3
  and s.id = r.service_id and o.id = s.organization_id and p.id = r.person_id
order by r.due_at, r.id
limit $4
