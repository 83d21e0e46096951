-- Who belongs. One row for each subject: the day that places it in a period (counts_on), the last day that helps (due_on), and
-- why it cannot be known whether it belongs (unknown_reason; null when it is known). Other columns are for the other queries.
select
    subject_id,
    person_id,
    born_on,
    born_latest + $days as counts_on,
    born_latest + $days as due_on,
    case when born_on is null then 'birth_day_unknown' end as unknown_reason
from infant
