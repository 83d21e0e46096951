-- Before term.
select v.subject_id, 'preterm' as reason, v.evidence_id
from delivery v
join denominator d on d.subject_id = v.subject_id
where v.delivered_on < v.dated_from + $term_from_day

union all

-- Hospice care in the year of the delivery.
select d.subject_id, 'hospice' as reason, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'hospice')
  and e.on_date >= d.year_begins and e.on_date < d.year_ends

union all

-- Off unless the programme requires enrolment: covered from so many days before the delivery through its day.
select v.subject_id, 'not_enrolled' as reason, v.evidence_id
from delivery v
where $enrolment_required
  and (
      v.enrolled_on is null
      or v.enrolled_on > v.delivered_latest - $enrolled_days_before
      or v.enrolled_until < v.delivered_latest
  )
