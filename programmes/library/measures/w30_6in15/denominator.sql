-- Children, each counted on the day of the 15-month birthday: 90 days after the first one.
select
    subject_id,
    person_id,
    born_latest as opens_on,
    born_latest + 31 as enrolled_from,
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
        -- Someone born on 29 February has the first birthday on 28 February.
        select *, cast(born_latest + interval '1 year' as date) + $days_after_birthday as due_on
        from infant
    ) i
) v
