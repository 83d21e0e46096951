-- Who waits for some services: the first of each line, with their places.
with v as (values {int}),
line as (
    select r.id, row_number() over (partition by r.service_id order by r.waiting_from, r.id) as place
    from v cross join referral r
    where r.service_id = v.column1 and r.state = 'waitlisted'
)
select r.id, r.service_id, s.en, s.es, s.organization_id, coalesce(o.name, o.reference), r.case_id,
    coalesce(p.merged_into, p.id), r.by_id, r.why, r.do_not_contact, r.state, r.version, r.holds, r.sent_at, r.since_at,
    r.due_at, r.sender_reached, r.sender_served, r.own_reached, r.own_served, s.kind,
    line.place, r.visit_on
from line cross join referral r cross join service s cross join organization o cross join person p
where line.place <= $1 and r.id = line.id and s.id = r.service_id and o.id = s.organization_id and p.id = r.person_id
order by r.service_id, line.place
