-- Graduated, moved away or with a loss by that day.
select d.subject_id,
    case when s.what = 'completed' then 'completed' when s.detail = 'moved' then 'moved' else 'loss' end as reason,
    s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where (s.what = 'completed' or (s.what = 'left' and s.detail in ('moved', 'loss', 'not_with_her')))
  and s.on_date <= d.due_on
