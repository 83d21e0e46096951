-- Each asking of a service counts on the day it was sent.
select
    subject_id,
    case_id,
    sent_on,
    sent_on as counts_on,
    sent_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from referral
where kind = 'home_visiting' or not $only_home_visiting
