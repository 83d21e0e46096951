-- Died before the second birthday.
select d.subject_id, 'died' as reason, i.evidence_id
from child i
join denominator d on d.subject_id = i.subject_id
where i.died and i.died_latest < d.due_on

union all

-- Hospice care in the year of that birthday: given, asked for, told of in an answer or by a diagnosis, or gone to from
-- elsewhere.
select d.subject_id, 'hospice' as reason, e.evidence_id
from event e
join denominator d on d.person_id = e.person_id
where e.concept_id in (select concept_id from value_set where name = 'hospice')
  and e.on_date < d.year_ends and coalesce(e.ends_on, e.on_date) >= d.year_begins

union all

select d.subject_id, 'hospice' as reason, o.evidence_id
from decision o
join denominator d on d.person_id = o.person_id
where (
      (o.decided = 'ordered' and o.concept_id in (select concept_id from value_set where name = 'hospice'))
      or (
          o.decided = 'sent_to'
          and o.concept_id in (select concept_id from value_set where name = 'left_for_hospice')
      )
  )
  and o.on_date >= d.year_begins and o.on_date < d.year_ends

union all

select d.subject_id, 'hospice' as reason, o.evidence_id
from observation o
join denominator d on d.person_id = o.person_id
where o.concept_id in (select concept_id from value_set where name = 'hospice_question')
  and o.value_concept_id in (select concept_id from value_set where name = 'answered_yes')
  and o.on_date >= d.year_begins and o.on_date < d.year_ends

union all

select d.subject_id, 'hospice' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name = 'hospice_diagnosis')
  and c.latest_on < d.year_ends

union all

-- By that birthday, a disease in which some of the vaccines are not given: of the immune system, or of the bowel.
select d.subject_id, 'not_to_be_vaccinated' as reason, c.evidence_id
from condition c
join denominator d on d.person_id = c.person_id
where c.concept_id in (select concept_id from value_set where name in ('immune_disorder', 'intussusception'))
  and c.latest_on <= d.due_on

union all

-- No visit in the year of that birthday, which is known when the year is over.
select d.subject_id, 'no_visit' as reason, i.evidence_id
from denominator d
join child i on i.subject_id = d.subject_id
where $visit_required
  and d.year_ends <= $as_of
  and not exists (
      select 1
      from event e
      where e.person_id = d.person_id
        and e.with_encounter
        and not e.inpatient
        and (e.class is null or e.class <> 'EMER')
        and e.on_date >= d.year_begins and e.on_date < d.year_ends
  )

union all

-- Off unless the programme requires enrolment: covered from the first birthday to the second but for one gap, and that
-- one not too long. Runs of cover are apart from one another, so their number and the days they leave out say it.
select d.subject_id, 'not_enrolled' as reason, i.evidence_id
from denominator d
join child i on i.subject_id = d.subject_id
left join (
    select
        w.subject_id,
        count(*) as runs,
        min(greatest(coalesce(c.starts_on, w.first_birthday), w.first_birthday)) as first_on,
        max(least(coalesce(c.ends_on, w.due_on), w.due_on)) as last_on,
        sum(
            least(coalesce(c.ends_on, w.due_on), w.due_on)
            - greatest(coalesce(c.starts_on, w.first_birthday), w.first_birthday)
            + 1
        ) as days
    from denominator w
    join cover c on c.person_id = w.person_id
    where (c.starts_on is null or c.starts_on <= w.due_on) and (c.ends_on is null or c.ends_on >= w.first_birthday)
    group by w.subject_id
) k on k.subject_id = d.subject_id
where $enrolment_required
  and (
      k.runs is null
      or k.runs - 1
          + case when k.first_on > d.first_birthday then 1 else 0 end
          + case when k.last_on < d.due_on then 1 else 0 end > 1
      or (d.due_on - d.first_birthday + 1) - k.days > $longest_gap
  )
