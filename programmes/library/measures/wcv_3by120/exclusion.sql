-- Died before day 120. An infant who dies on day 120 reached it.
select i.subject_id, 'died' as reason, i.evidence_id
from infant i
where i.died and i.died_latest < i.born_earliest + 120

union all

-- In hospital on day 90: admitted by then, and not discharged until later.
select d.subject_id, 'inpatient_day_90' as reason, s.evidence_id
from stay s
join denominator d on d.person_id = s.person_id
where s.starts_on <= d.born_on + 90
  and s.until_on > d.born_on + 90
  and d.born_on + 90 <= $as_of

union all

-- A documented move out of the area by day 120.
select i.subject_id, 'moved' as reason, i.moved_evidence_id as evidence_id
from infant i
where i.moved_on <= i.born_latest + 120

union all

-- Off unless the programme sets a day: nothing recorded about the infant by then.
select i.subject_id, 'known_late' as reason, i.evidence_id
from infant i
where $known_by_day is not null
  and (i.known_on is null or i.known_on > i.born_latest + $known_by_day)
