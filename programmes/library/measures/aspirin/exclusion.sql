-- She cannot take aspirin.
select d.subject_id, 'cannot_take_it' as reason, c.evidence_id
from condition c
join delivery d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'aspirin_contraindication')
  and (c.earliest_on is null or c.earliest_on <= d.delivered_latest)

union all

-- Her first prenatal visit was after the window.
select subject_id, 'late_to_care' as reason, evidence_id
from delivery
where first_prenatal_on > dated_from + $late_to_care_after
