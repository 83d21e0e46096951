-- Care for her mood on the day of the first positive screening or within the days after it. Asking again is not care.
select d.subject_id, e.on_date, e.evidence_id
from (
    -- Treatment, an evaluation, care management, or a plan that was written down.
    select person_id, on_date, evidence_id
    from event
    where concept_id in (
        select concept_id from value_set where name in ('mental_health_treatment', 'depression_care_contact')
    )

    union all

    -- A visit with a diagnosis of mental health.
    select person_id, on_date, evidence_id
    from event
    where concept_id in (select concept_id from value_set where name = 'behavioural_health_diagnosis')
      and with_encounter

    union all

    -- A medicine for it.
    select person_id, on_date, evidence_id
    from medication
    where concept_id in (select concept_id from value_set where name = 'antidepressant')
      and intent not in ('proposal', 'plan', 'option')
) e
join denominator d on d.person_id = e.person_id
where e.on_date between d.positive_on and d.positive_on + $within

union all

-- A brief screening was positive, and the whole questionnaire on the same day was not.
select d.subject_id, n.on_date, n.evidence_id
from (
    select coalesce(i.mother_id, o.person_id) as person_id, o.on_date, o.evidence_id
    from (
        select person_id, on_date, evidence_id
        from observation
        where concept_id in (select concept_id from value_set where name = 'epds_total')
          and value_num >= 0 and value_num < $epds_positive
        union all
        select person_id, on_date, evidence_id
        from observation
        where concept_id in (select concept_id from value_set where name = 'phq9_total')
          and value_num >= 0 and value_num < $phq9_positive
    ) o
    left join infant i on i.person_id = o.person_id and o.on_date < i.born_earliest + 365
) n
join denominator d on d.person_id = n.person_id
where n.on_date = d.positive_on and d.only_brief
