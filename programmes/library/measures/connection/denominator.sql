-- Each asking of a service counts on the day it was sent. What the three sides say of it, as they said it last, tells
-- whether they contradict each other.
select
    r.subject_id,
    r.case_id,
    r.sent_on,
    r.sent_on as counts_on,
    r.sent_on + $days as due_on,
    case when said.detail = 'disputed' then 'sides_disagree' end as unknown_reason
from referral r
left join (
    select referral_id, detail
    from (
        select referral_id, detail, row_number() over (partition by referral_id order by minute desc, seq desc) as n
        from step
        where what = 'connection'
    ) ranked
    where n = 1
) said on said.referral_id = r.subject_id
