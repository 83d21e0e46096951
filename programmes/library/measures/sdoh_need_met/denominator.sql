-- Needs for which she wants help: a positive answer about social needs, and a service of that kind that was asked for her
-- since. Several askings of one kind in one case are one need, told by the first of them.
select
    r.subject_id,
    r.case_id,
    r.kind,
    r.positive_on,
    r.positive_on as counts_on,
    r.positive_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from (
    select
        a.subject_id,
        a.case_id,
        a.kind,
        p.positive_on,
        row_number() over (partition by a.case_id, a.kind order by a.sent_on, a.subject_id) as n
    from referral a
    join (
        select case_id, min(on_date) as positive_on
        from step
        where what = 'positive' and detail in ('ahc_hrsn', 'hunger_vital_sign', 'prapare')
        group by case_id
    ) p on p.case_id = a.case_id
    where a.kind in ('food', 'housing', 'transport', 'utilities')
      and a.sent_on >= p.positive_on
) r
where r.n = 1
