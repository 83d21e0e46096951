-- The loss in the time after the birth, as measured or estimated in all.
select d.subject_id, o.on_date, o.evidence_id
from observation o
join denominator d on d.person_id = o.person_id
where o.concept_id in (select concept_id from value_set where name = 'blood_loss')
  and o.unit in ('mL', 'ml', 'cm3', 'cc')
  and o.value_num >= $ml
  and case
      when o.at_second is not null and d.delivered_second is not null
          then o.at_second - d.delivered_second between 0 and $hours * 3600
      else o.on_date between d.delivered_latest and d.delivered_latest + 1
  end

union all

-- Off unless signs of too little blood count with any loss.
select d.subject_id, c.on_date, c.evidence_id
from (
    select person_id, latest_on as on_date, evidence_id, concept_id from condition
    union all
    select person_id, on_date, evidence_id, concept_id from event
) c
join denominator d on d.person_id = c.person_id
where $with_signs
  and c.concept_id in (select concept_id from value_set where name = 'hypovolemia')
  and c.on_date between d.delivered_latest and d.delivered_latest + 1
