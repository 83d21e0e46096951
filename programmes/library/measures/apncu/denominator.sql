-- Deliveries with a live birth, one for each pregnancy, with what the index is made of: completed weeks of gestation,
-- the month of pregnancy in which prenatal care began (1 to 9), and how many visits there were.
select
    subject_id,
    person_id,
    evidence_id,
    delivered_latest,
    delivered_latest as due_on,
    delivered_latest as counts_on,
    weeks,
    month,
    prenatal_visits,
    case
        when delivered_on is null then 'delivery_day_unknown'
        when live = 'unknown' then 'outcome_unknown'
        when prenatal_visits is null then 'visits_unknown'
        -- Without any visit there is nothing to date.
        when prenatal_visits = 0 then null
        when weeks is null then 'gestation_unknown'
        when weeks < $least_weeks then 'gestation_too_short'
        when month is null then 'start_unknown'
        -- As the original program has it: care cannot have begun after so many months.
        when month > weeks / 4.0 then 'start_unlikely'
    end as unknown_reason
from (
    select
        *,
        floor((delivered_latest - dated_from) / 7.0) as weeks,
        case
            when first_prenatal_on is not null and dated_from is not null then least(
                greatest(floor((first_prenatal_on - dated_from) * 10000.0 / $days_of_10000_months) + 1, 1),
                9
            )
        end as month
    from delivery
    where first_in_180_days and live <> 'no'
) v
