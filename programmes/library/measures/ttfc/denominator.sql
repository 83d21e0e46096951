-- Each case counts on the day its first form came.
select
    subject_id,
    opened_on,
    opened_on as counts_on,
    opened_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from care_case
