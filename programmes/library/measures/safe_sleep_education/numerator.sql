-- On the record of the baby, or of the mother.
select d.subject_id, e.on_date, e.evidence_id
from event e
join denominator d on e.person_id = d.person_id or e.person_id = d.mother_id
where e.concept_id in (select concept_id from value_set where name = 'safe_sleep_education')
  and e.on_date between d.born_latest and d.ends_on
