-- A service for mood began.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
join referral r on r.subject_id = s.referral_id
where r.kind in ('mental_health', 'behavioral_health', 'counseling')
  and s.what = 'in_service' and s.on_date between d.positive_on and d.positive_on + $within

union all

-- Treatment on record.
select d.subject_id, e.on_date, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'mental_health_treatment')
  and e.on_date between d.positive_on and d.positive_on + $within

union all

-- Whoever followed up said that treatment had begun, or that she was in care.
select d.subject_id, s.on_date, s.evidence_id
from step s
join denominator d on d.subject_id = s.case_id
where s.what = 'treated' and s.detail in ('epds', 'phq')
  and s.on_date between d.positive_on and d.positive_on + $within
