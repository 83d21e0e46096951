-- Live-born infants. Day 120 of life (the day of birth is day 0) is the day on which an infant counts, and the last
-- day on which a visit can still help.
select
    subject_id,
    person_id,
    born_on,
    born_latest + 120 as counts_on,
    born_latest + 120 as due_on,
    -- Whether an infant belongs to the rate must be known. A death some time around day 120 leaves it open.
    case
        when born_on is null then 'birth_day_unknown'
        when died and died_latest is null then 'death_day_unknown'
        when died and died_earliest < born_on + 120 and died_latest >= born_on + 120 then 'death_day_unknown'
    end as unknown_reason
from infant
