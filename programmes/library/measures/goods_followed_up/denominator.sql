-- Each thing counts on the day it was handed out.
select
    subject_id,
    given_on,
    given_on as counts_on,
    given_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from handout
