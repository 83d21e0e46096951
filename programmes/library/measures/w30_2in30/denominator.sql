-- Children, each counted on the day of the 30-month birthday: 180 days after the second one. The window opens on the
-- day after the 15-month birthday.
select
    subject_id,
    person_id,
    first_birthday + $days_after_birthday + 1 as opens_on,
    first_birthday + $days_after_birthday + 1 as enrolled_from,
    due_on,
    due_on as counts_on,
    year_ends,
    year_begins,
    case
        when born_on is null then 'birth_day_unknown'
        when died and died_latest is null then 'death_day_unknown'
        when died and died_earliest < year_ends and died_latest >= year_ends then 'death_day_unknown'
    end as unknown_reason
from (
    select
        *,
        cast(date_trunc('year', due_on) as date) as year_begins,
        -- The first day of the next year.
        cast(date_trunc('year', due_on) + interval '1 year' as date) as year_ends
    from (
        -- Someone born on 29 February has birthdays on 28 February.
        select
            *,
            cast(born_latest + interval '1 year' as date) as first_birthday,
            cast(born_latest + interval '2 years' as date) + $days_after_second_birthday as due_on
        from infant
    ) i
) v
