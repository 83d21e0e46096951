-- Diabetes from before the pregnancy: its codes say so, whenever they were written down.
select d.subject_id, 'diabetes_before' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'pregestational_diabetes')
  and (c.earliest_on is null or c.earliest_on <= d.delivered_latest)

union all

-- Gestational diabetes that was found before the window.
select d.subject_id, 'found_early' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'gestational_diabetes')
  and c.latest_on between d.dated_from and d.dated_from + $found_early_before - 1

union all

-- Her first prenatal visit was after the window.
select d.subject_id, 'late_to_care' as reason, d.evidence_id
from denominator d
join delivery v on v.subject_id = d.subject_id
where v.first_prenatal_on > d.dated_from + $late_to_care_after
