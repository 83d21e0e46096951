-- Low-dose aspirin that was recommended, ordered or said to be taken, begun in the window.
select d.subject_id, m.on_date, m.evidence_id
from medication m
join delivery d on d.person_id = m.person_id
where m.concept_id in (select concept_id from value_set where name = 'low_dose_aspirin')
  and m.on_date between d.dated_from + $first_day and least(d.dated_from + $last_day, d.delivered_latest)
