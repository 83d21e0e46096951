-- The service says that she is served already.
select d.subject_id, 'has_it' as reason, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'returned' and s.detail = 'duplicate'

union all

-- She moved away, or there was a loss: as she or the service says.
select d.subject_id, s.detail as reason, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'declined' and s.detail in ('moved', 'loss')

union all

select d.subject_id, case c.close_reason when 'duplicate' then 'duplicate' when 'moved' then 'moved' else 'loss' end as reason,
    c.evidence_id
from care_case c
join denominator d on d.case_id = c.subject_id
where c.close_reason in ('duplicate', 'moved', 'loss')
