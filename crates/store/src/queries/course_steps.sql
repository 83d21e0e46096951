with v as (values {int})
select t.referral_id, t.at, t.side, t.state, t.reason, t.step is not null or t.seq = 1
from v cross join referral r cross join referral_step t
where r.case_id = v.column1 and t.referral_id = r.id
order by t.referral_id, t.seq
