-- Children, each counted on the second birthday, which is also the last day on which a dose can still help.
select
    subject_id,
    person_id,
    born_latest,
    first_birthday,
    due_on,
    due_on as counts_on,
    cast(date_trunc('year', due_on) as date) as year_begins,
    -- The first day of the next year.
    cast(date_trunc('year', due_on) + interval '1 year' as date) as year_ends,
    case
        when born_on is null then 'birth_day_unknown'
        when died and died_latest is null then 'death_day_unknown'
        when died and died_earliest < due_on and died_latest >= due_on then 'death_day_unknown'
    end as unknown_reason
from (
    -- Someone born on 29 February has birthdays on 28 February.
    select
        *,
        cast(born_latest + interval '1 year' as date) as first_birthday,
        cast(born_latest + interval '2 years' as date) as due_on
    from child
) i
