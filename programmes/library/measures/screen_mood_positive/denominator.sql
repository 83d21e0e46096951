-- Cases with a depression screening in time. They count on the day the first form came, as in the step before.
select
    c.subject_id,
    c.opened_on,
    c.opened_on as counts_on,
    c.opened_on + $days as due_on,
    cast(null as varchar) as unknown_reason
from care_case c
where exists (
        select 1 from step s
        where s.case_id = c.subject_id and s.what = 'form' and s.detail in ('epds', 'phq')
          and s.on_date between c.opened_on and c.opened_on + $days
    )
    -- Whom the step before leaves out.
    and not (
        coalesce(c.close_reason, 'open') in ('duplicate', 'moved', 'loss', 'no_need')
        and not exists (select 1 from step a where a.case_id = c.subject_id and a.what in ('attempt', 'contact'))
    )
