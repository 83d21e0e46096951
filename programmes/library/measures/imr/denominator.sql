-- Live births. Each counts on the day of the birth, and is followed to the last day before the first birthday, or to the last
-- day of life that is asked about. So the rate is of the babies born in a period, not of the deaths that fell in it.
select
    subject_id,
    person_id,
    evidence_id,
    died,
    died_earliest,
    died_latest,
    opens_on,
    due_on,
    born_latest as counts_on,
    case
        when born_on is null then 'birth_day_unknown'
        when died and died_latest is null then 'death_day_unknown'
        -- Some of the days on which the baby may have died are asked about, and some are not.
        when died
            and died_latest >= opens_on and died_earliest <= due_on
            and not (died_earliest >= opens_on and died_latest <= due_on) then 'death_day_unknown'
    end as unknown_reason
from (
    select
        *,
        born_latest + $first_day as opens_on,
        least(cast(born_latest + interval '1 year' as date) - 1, born_latest + coalesce($last_day, 400)) as due_on
    from infant
) v
