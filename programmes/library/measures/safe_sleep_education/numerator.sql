-- On the record of the baby, or of the mother.
select d.subject_id, e.on_date, e.evidence_id
from event e
join (
    select subject_id, person_id, born_latest, ends_on from denominator
    union all
    select subject_id, mother_id as person_id, born_latest, ends_on from denominator
) d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'safe_sleep_education')
  and e.on_date between d.born_latest and d.ends_on
