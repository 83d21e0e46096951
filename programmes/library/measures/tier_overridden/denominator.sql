-- Every case counts on the day its first form came; there is no time to wait for.
select subject_id, opened_on as counts_on, cast(null as date) as due_on, cast(null as varchar) as unknown_reason
from care_case
