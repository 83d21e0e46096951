-- Diabetes from before the pregnancy: its codes say so, whenever they were written down by the delivery.
select d.subject_id, 'diabetes_before' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'pregestational_diabetes')
  and (c.earliest_on is null or c.earliest_on <= d.delivered_latest)

union all

-- The mother died before the window was over.
select v.subject_id, 'died' as reason, v.died_evidence_id as evidence_id
from delivery v
join denominator d on d.subject_id = v.subject_id
where v.died and v.died_latest < d.due_on
