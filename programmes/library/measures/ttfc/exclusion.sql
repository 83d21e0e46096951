-- Closed before anybody tried: there was nobody to reach.
select c.subject_id, 'withdrawn' as reason, c.evidence_id
from care_case c
where c.close_reason in ('duplicate', 'moved', 'loss', 'no_need')
  and not exists (select 1 from step s where s.case_id = c.subject_id and s.what in ('attempt', 'contact'))
