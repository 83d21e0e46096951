-- Each asking counts on the day it was sent. One that waits for its answer belongs to no rate yet.
select
    r.subject_id,
    r.sent_on as counts_on,
    case when a.referral_id is null then $as_of end as due_on,
    cast(null as varchar) as unknown_reason
from referral r
left join (
    select distinct referral_id from step where referral_id is not null and what not in ('sent', 'received', 'connection', 'word')
) a on a.referral_id = r.subject_id
