-- The mother died before the end of the year in which the delivery counts.
select v.subject_id, 'died' as reason, v.died_evidence_id as evidence_id
from delivery v
join denominator d on d.subject_id = v.subject_id
where v.died and v.died_latest < d.year_ends

union all

-- Hospice care in that year.
select d.subject_id, 'hospice' as reason, e.evidence_id
from (
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'hospice')
) e
join denominator d on d.person_id = e.person_id
where e.on_date >= d.year_begins and e.on_date < d.year_ends

union all

-- Off unless the programme requires enrolment: not covered from 43 days before the delivery to 60 days after it.
select v.subject_id, 'not_enrolled' as reason, v.evidence_id
from delivery v
where $enrolment_required
  and (
      v.enrolled_on is null
      or v.enrolled_on > v.delivered_latest - 43
      or v.enrolled_until < v.delivered_latest + 60
  )
