-- A bipolar disorder known before the last visit of the year: she is followed for that.
select d.subject_id, 'bipolar' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'bipolar_diagnosis')
  and c.latest_on < d.last_on

union all

-- Not screened, and the record says why: she did not want it, or there was a medical reason.
select d.subject_id, 'not_asked' as reason, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'depression_screen_not_done')
  and e.on_date >= d.year_begins and e.on_date < d.year_ends
  and not d.screened

union all

-- The same, where it is said of the screening itself, on the day of a visit.
select d.subject_id, 'not_asked' as reason, n.evidence_id
from decision n
join denominator d on d.person_id = n.person_id
join event e on e.person_id = d.person_id
where n.decided = 'not_done'
  and n.concept_id in (select concept_id from value_set where name = 'depression_screen')
  and n.reason_id in (select concept_id from value_set where name = 'screening_not_done_reason')
  and e.with_encounter and not e.inpatient and coalesce(e.class, 'AMB') in ('AMB', 'VR', 'HH')
  and e.on_date >= d.year_begins and e.on_date < d.year_ends
  and n.on_date between e.on_date and coalesce(e.ends_on, e.on_date)
  and not d.screened
