-- Each case counts on the day its first form came; by when she was to be contacted is what the receipt said.
select
    subject_id,
    opened_on,
    contact_by_minute,
    opened_on as counts_on,
    contact_by_on as due_on,
    cast(null as varchar) as unknown_reason
from care_case
