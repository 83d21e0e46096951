-- The index: 1 inadequate, 2 intermediate, 3 adequate, 4 adequate plus. Visits expected for the gestation at birth,
-- less those missed before care began, and never fewer than one; then the share of them that there were.
select subject_id, delivered_latest as on_date, evidence_id
from (
    select
        *,
        case
            when prenatal_visits = 0 or month > $latest_month or prenatal_visits * 100 < expected * 50 then 1
            when prenatal_visits * 100 < expected * 80 then 2
            when prenatal_visits * 100 < expected * 110 then 3
            else 4
        end as category
    from (
        select
            subject_id,
            delivered_latest,
            evidence_id,
            prenatal_visits,
            month,
            greatest(
                case
                    when weeks >= 35 then weeks - 26
                    when weeks = 34 then 9
                    when weeks >= 32 then 8
                    when weeks >= 30 then 7
                    when weeks >= 26 then 6
                    when weeks >= 22 then 5
                    when weeks >= 18 then 4
                    when weeks >= 14 then 3
                    when weeks >= 10 then 2
                    else 1
                end - case month
                    when 1 then 0
                    when 2 then 1
                    when 3 then 2
                    when 4 then 3
                    when 5 then 5
                    when 6 then 6
                    when 7 then 7
                    when 8 then 9
                    else 13
                end,
                1
            ) as expected
        from denominator
        where unknown_reason is null
    ) e
) c
where category between $from_category and $to_category
