-- Human milk during the stay, the mother's or a donor's, and nothing else. Vitamins and medicines are no feeds.
select d.subject_id, f.on_date, f.evidence_id
from (
    select person_id, on_date, evidence_id, concept_id from event
    union all
    select person_id, on_date, evidence_id, concept_id from observation
    union all
    select person_id, on_date, evidence_id, value_concept_id as concept_id from observation
) f
join denominator d on d.person_id = f.person_id
where f.concept_id in (select concept_id from value_set where name = 'human_milk_feed')
  and f.on_date between d.born_latest and d.left_on
  and d.subject_id not in (
      select e.subject_id
      from (
          select n.subject_id
          from (
              select person_id, on_date, concept_id from event
              union all
              select person_id, on_date, concept_id from observation
              union all
              select person_id, on_date, value_concept_id as concept_id from observation
          ) o
          join value_set v on v.concept_id = o.concept_id
          join denominator n on n.person_id = o.person_id
          where v.name = 'other_feed' and o.on_date between n.born_latest and n.left_on
      ) e
  )
