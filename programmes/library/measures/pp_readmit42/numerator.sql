-- Admitted after the day she went home, and not from another hospital: a stay that begins on the last day of another
-- goes on with it. Under observation is not admitted.
select d.subject_id, s.starts_on as on_date, s.evidence_id
from stay s
join denominator d on d.person_id = s.person_id
where s.starts_on > d.discharged_on
  and s.starts_on <= d.delivered_latest + $days
  and not exists (
      select 1
      from stay o
      where o.person_id = s.person_id
        and o.starts_on < s.starts_on
        and o.until_on >= s.starts_on
  )
