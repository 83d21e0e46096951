with v as (values {int})
select r.case_id, r.id, s.en, s.kind, r.sender_reached, r.sender_served, r.own_reached, r.own_served
from v cross join referral r cross join service s
where r.case_id = v.column1 and s.id = r.service_id
order by r.case_id, r.id
