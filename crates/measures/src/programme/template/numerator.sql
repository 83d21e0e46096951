-- What was done: a row for each event that counts. Several on one day are one. Join by person_id or subject_id.
select d.subject_id, e.on_date, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'well_child_visit')
  and not e.inpatient
  and e.on_date between d.born_on and d.due_on
