select d.subject_id, 'has_it' as reason, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'returned' and s.detail = 'duplicate'

union all

-- Taken back before the service said anything.
select d.subject_id, 'taken_back' as reason, s.evidence_id
from step s
join denominator d on d.subject_id = s.referral_id
where s.what = 'withdrawn'
  and not exists (
      select 1 from step a
      where a.referral_id = s.referral_id and a.seq < s.seq and a.what in ('accepted', 'waitlisted', 'returned', 'declined')
  )
