-- Of some cases, those of which somebody said that the pregnancy or the baby was lost: who closed it, or a service.
with v as (values {int})
select c.id from v cross join care_case c where c.id = v.column1 and c.close_reason = 'loss'
union
select r.case_id
from v cross join referral r cross join referral_step s
where r.case_id = v.column1 and s.referral_id = r.id and s.reason = 'loss'
