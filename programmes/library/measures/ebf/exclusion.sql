-- Twins and more.
select i.subject_id, 'multiple' as reason, i.evidence_id
from infant i
where i.plurality > 1

union all

-- Born before term.
select i.subject_id, 'preterm' as reason, i.evidence_id
from infant i
where i.gestation_days < $min_days

union all

-- Intensive care, nutrition into a vein, galactosemia.
select
    d.subject_id,
    case v.name
        when 'neonatal_intensive_care' then 'intensive_care'
        when 'parenteral_nutrition' then 'parenteral_nutrition'
        else 'galactosemia'
    end as reason,
    c.evidence_id
from (
    select person_id, on_date, evidence_id, concept_id from event
    union all
    select person_id, latest_on as on_date, evidence_id, concept_id from condition
) c
join value_set v on v.concept_id = c.concept_id
join denominator d on d.person_id = c.person_id
where v.name in ('neonatal_intensive_care', 'parenteral_nutrition', 'galactosemia')
  and c.on_date between d.born_latest and d.left_on

union all

-- A stay of more days than these is not one of a well newborn.
select d.subject_id, 'long_stay' as reason, d.evidence_id
from denominator d
where d.left_on > d.born_latest + $max_stay_days

union all

select i.subject_id, 'died' as reason, i.evidence_id
from infant i
join denominator d on d.subject_id = i.subject_id
where i.died and (i.died_latest is null or i.died_latest <= d.left_on)

union all

-- The stay ended in another hospital, or in death.
select
    d.subject_id,
    case v.name when 'left_by_death' then 'died' else 'transferred' end as reason,
    s.evidence_id
from stay s
join value_set v on v.concept_id = s.left_for_id
join denominator d on d.person_id = s.person_id
where v.name in ('left_by_death', 'left_for_another_hospital') and s.ends_on = d.left_on
