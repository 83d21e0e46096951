-- Open referrals to the services of an organisation, after a place in the list.
select r.id, r.service_id, s.en, s.es, s.organization_id, coalesce(o.name, o.reference), r.case_id,
    coalesce(p.merged_into, p.id), r.by_id, r.why, r.do_not_contact, r.state, r.version, r.holds, r.sent_at, r.since_at,
    r.due_at, r.sender_reached, r.sender_served, r.own_reached, r.own_served, s.kind,
    (select count(*) from referral w
     where r.state = 'waitlisted' and w.state = 'waitlisted' and w.service_id = r.service_id
       and (w.waiting_from < r.waiting_from or (w.waiting_from = r.waiting_from and w.id <= r.id))),
    r.visit_on
from service s cross join referral r cross join organization o cross join person p
where s.organization_id = $5 and r.service_id = s.id and r.ended_at is null
  and (case when r.state in ('sent', 'received') then 0 else 1 end, coalesce(r.due_at, 9223372036854775807), r.id) > ($1, $2, $3)
  and o.id = s.organization_id and p.id = r.person_id
order by case when r.state in ('sent', 'received') then 0 else 1 end, coalesce(r.due_at, 9223372036854775807), r.id
limit $4
