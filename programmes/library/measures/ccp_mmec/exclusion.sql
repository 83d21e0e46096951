-- Delivered in the last months of the year, so that the days after it lie in the next: the published rate leaves them
-- out.
select v.subject_id, 'late_in_year' as reason, v.evidence_id
from delivery v
join denominator d on d.subject_id = v.subject_id
where extract(month from v.delivered_latest) > 12 - $last_months_left_out

union all

-- Off unless the programme requires enrolment: covered from the delivery to so many days after it.
select v.subject_id, 'not_enrolled' as reason, v.evidence_id
from delivery v
where $enrolment_required
  and (
      v.enrolled_on is null
      or v.enrolled_on > v.delivered_latest
      or v.enrolled_until < v.delivered_latest + $enrolled_days_after
  )
