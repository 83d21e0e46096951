-- Cases followed up in time after a positive depression screening.
select
    c.subject_id,
    c.person_id,
    p.positive_on,
    c.opened_on as counts_on,
    -- No sooner than those of the steps before.
    greatest(p.positive_on + $within, c.opened_on + $days) as due_on,
    cast(null as varchar) as unknown_reason
from care_case c
join (
    select case_id, min(on_date) as positive_on
    from step
    where what = 'positive' and detail in ('epds', 'phq')
    group by case_id
) p on p.case_id = c.subject_id
where p.positive_on between c.opened_on and c.opened_on + $days
  and exists (
      select 1
      from step s
      left join referral r
          on r.subject_id = s.referral_id
          and r.kind in ('mental_health', 'behavioral_health', 'counseling')
      where s.case_id = c.subject_id
        and (
            (s.what = 'followed_up' and s.detail in ('epds', 'phq'))
            or (s.what = 'sent' and r.subject_id is not null)
        )
        and s.on_date between p.positive_on and p.positive_on + $referred_within
  )
